-- 监考人员: people, the certificates they may invigilate, and who is where in which session.

CREATE TABLE invigilator (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    sex TEXT NOT NULL CHECK (
        sex = 'male' OR sex = 'female' OR sex = 'unknown'),
    id_type TEXT NOT NULL CHECK (
        id_type = 'resident_id' OR id_type = 'hk_mo_residence_permit' OR
        id_type = 'taiwan_residence_permit' OR id_type = 'hk_mo_travel_permit' OR
        id_type = 'taiwan_travel_permit' OR id_type = 'foreign_permanent_resident' OR
        id_type = 'passport' OR id_type = 'officer' OR id_type = 'other'),
    id_number TEXT NOT NULL,
    identity_key TEXT NOT NULL,
    phone TEXT NOT NULL,
    school TEXT NOT NULL,
    region TEXT NOT NULL,
    title TEXT NOT NULL,
    unavailable TEXT NOT NULL CHECK (json_valid(unavailable)),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    remark TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX invigilator_identity ON invigilator (identity_key, id_type) WHERE identity_key <> '';
CREATE UNIQUE INDEX invigilator_number ON invigilator (number) WHERE number <> '';

CREATE TABLE invigilator_certificate (
    invigilator BLOB NOT NULL REFERENCES invigilator (id),
    certificate BLOB NOT NULL REFERENCES certificate (id),
    state TEXT NOT NULL CHECK (state IN ('unverified', 'verified')),
    verified_at TEXT,
    basis TEXT NOT NULL,
    PRIMARY KEY (invigilator, certificate)
) STRICT, WITHOUT ROWID;

CREATE INDEX invigilator_certificate_certificate ON invigilator_certificate (certificate);

-- One duty of a person in a session at most. 巡考 goes through all rooms and has none of its own.
CREATE TABLE invigilation_duty (
    session BLOB NOT NULL REFERENCES session (id),
    invigilator BLOB NOT NULL REFERENCES invigilator (id),
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    room BLOB REFERENCES room (id),
    role TEXT NOT NULL CHECK (role IN ('invigilator', 'patrol')),
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    PRIMARY KEY (session, invigilator),
    CHECK ((role = 'patrol') = (room IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX invigilation_duty_invigilator ON invigilation_duty (invigilator);
CREATE INDEX invigilation_duty_plan ON invigilation_duty (plan);
CREATE INDEX invigilation_duty_room ON invigilation_duty (room);
