-- Accounts of the school. They stay on this computer: nothing of them goes to the outbox.
CREATE TABLE account (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    account TEXT NOT NULL UNIQUE CHECK (account <> ''),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (
        role = 'principal' OR role = 'administrator' OR role = 'invigilator'),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    disabled_why TEXT NOT NULL,
    password TEXT NOT NULL,
    initial_password TEXT NOT NULL,
    failed INTEGER NOT NULL CHECK (failed >= 0),
    delayed_until TEXT,
    certificates TEXT NOT NULL CHECK (json_valid(certificates)),
    totp_secret TEXT NOT NULL,
    totp_last INTEGER NOT NULL CHECK (totp_last >= 0),
    trusted TEXT NOT NULL CHECK (json_valid(trusted)),
    created_at TEXT NOT NULL,
    last_login TEXT
) STRICT;

-- 试点院校负责人: one in a school (R-012).
CREATE UNIQUE INDEX account_principal ON account (role) WHERE role = 'principal';
