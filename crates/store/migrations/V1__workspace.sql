-- The workspace of a school. Codes in CHECK lists are those of the domain's enums; a test compares them.
-- Longer lists are written with OR: for IN, SQLite would build a table in memory at every insert.
-- Identities are 16-byte UUIDs, times are local civil time as ISO text, lists and objects are JSON.

CREATE TABLE device (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    device BLOB NOT NULL CHECK (length(device) = 16),
    next_seq INTEGER NOT NULL CHECK (next_seq >= 1),
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE school (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    code TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE photo_blob (
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE photo (
    hash TEXT PRIMARY KEY REFERENCES photo_blob (hash),
    original TEXT NOT NULL REFERENCES photo_blob (hash),
    dhash INTEGER NOT NULL,
    file_name TEXT NOT NULL
) STRICT;

CREATE TABLE candidate (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    roster_order INTEGER NOT NULL,
    platform_number TEXT NOT NULL,
    student_type TEXT NOT NULL CHECK (student_type IN ('institution', 'social')),
    name TEXT NOT NULL,
    name_typed TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    pinyin_source TEXT NOT NULL CHECK (pinyin_source IN ('auto', 'manual')),
    pinyin_review TEXT NOT NULL,
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
    major_name TEXT NOT NULL,
    major_code TEXT NOT NULL,
    major_version TEXT NOT NULL,
    major_level TEXT NOT NULL,
    enrolment_year TEXT NOT NULL,
    school TEXT NOT NULL,
    class_name TEXT NOT NULL,
    student_number TEXT NOT NULL,
    access TEXT NOT NULL,
    remark TEXT NOT NULL,
    photo TEXT REFERENCES photo (hash),
    status TEXT NOT NULL CHECK (
        status = 'no_photo' OR status = 'incomplete' OR status = 'awaiting_verification' OR
        status = 'needs_confirmation' OR status = 'accurate'),
    verification_queued INTEGER NOT NULL CHECK (verification_queued IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX candidate_identity ON candidate (identity_key, id_type) WHERE identity_key <> '';
CREATE INDEX candidate_status ON candidate (status, roster_order);
CREATE INDEX candidate_roster ON candidate (roster_order);
CREATE INDEX candidate_photo ON candidate (photo) WHERE photo IS NOT NULL;

CREATE TABLE certificate (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    standard_code TEXT NOT NULL,
    organisation TEXT NOT NULL,
    majors TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX certificate_code ON certificate (code, level) WHERE code <> '';

CREATE TABLE exam_plan (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number TEXT NOT NULL,
    year TEXT NOT NULL,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('by_certificate', 'by_subject')),
    windows TEXT NOT NULL,
    pass_rule TEXT NOT NULL,
    schools TEXT NOT NULL,
    notices TEXT NOT NULL,
    serial INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX exam_plan_number ON exam_plan (number) WHERE number <> '';

CREATE TABLE subject (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    certificate BLOB NOT NULL REFERENCES certificate (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (
        mode = 'written' OR mode = 'computer' OR mode = 'practical'),
    audience TEXT NOT NULL
) STRICT;

CREATE INDEX subject_plan ON subject (plan, certificate);
CREATE UNIQUE INDEX subject_code ON subject (plan, certificate, code) WHERE code <> '';
CREATE INDEX subject_certificate ON subject (certificate);

CREATE TABLE session (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    subject BLOB NOT NULL REFERENCES subject (id),
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL
) STRICT;

CREATE INDEX session_subject ON session (subject, start_at);

CREATE TABLE site (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    school TEXT NOT NULL,
    province TEXT NOT NULL,
    city TEXT NOT NULL,
    county TEXT NOT NULL,
    address TEXT NOT NULL,
    review TEXT NOT NULL CHECK (
        review = 'draft' OR review = 'submitted' OR review = 'approved' OR review = 'returned'),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX site_number ON site (number) WHERE number <> '';

CREATE TABLE room (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    code TEXT NOT NULL,
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    site BLOB NOT NULL REFERENCES site (id),
    certificate BLOB NOT NULL REFERENCES certificate (id),
    subjects TEXT NOT NULL,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (
        mode = 'written' OR mode = 'computer' OR mode = 'practical'),
    capacity INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 65535),
    province TEXT NOT NULL,
    city TEXT NOT NULL,
    county TEXT NOT NULL,
    address TEXT NOT NULL,
    floor INTEGER,
    layout TEXT NOT NULL,
    remark TEXT NOT NULL,
    UNIQUE (plan, site, certificate, name)
) STRICT;

CREATE INDEX room_site ON room (site);
CREATE INDEX room_certificate ON room (certificate);

CREATE TABLE registration (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    candidate BLOB NOT NULL REFERENCES candidate (id),
    subject BLOB NOT NULL REFERENCES subject (id),
    audience TEXT NOT NULL,
    payment TEXT NOT NULL CHECK (payment IN ('unpaid', 'paid')),
    registered_at TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    UNIQUE (candidate, subject, plan)
) STRICT;

CREATE INDEX registration_subject ON registration (subject);
CREATE INDEX registration_plan ON registration (plan);

CREATE TABLE seat_assignment (
    registration BLOB NOT NULL UNIQUE REFERENCES registration (id),
    session BLOB NOT NULL REFERENCES session (id),
    room BLOB NOT NULL REFERENCES room (id),
    seat INTEGER NOT NULL CHECK (seat BETWEEN 1 AND 65535),
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    UNIQUE (room, session, seat)
) STRICT;

CREATE INDEX seat_assignment_session ON seat_assignment (session);

CREATE TABLE arrangement_run (
    plan BLOB PRIMARY KEY REFERENCES exam_plan (id),
    fingerprint TEXT NOT NULL,
    request TEXT NOT NULL,
    same_group_neighbours INTEGER NOT NULL,
    lower_bound INTEGER NOT NULL,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room_version (
    room BLOB NOT NULL REFERENCES room (id),
    session BLOB NOT NULL REFERENCES session (id),
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    checksum TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (room, session)
) STRICT, WITHOUT ROWID;

CREATE INDEX room_version_plan ON room_version (plan);
CREATE INDEX room_version_session ON room_version (session);

CREATE TABLE exam_number (
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    candidate BLOB NOT NULL REFERENCES candidate (id),
    number TEXT NOT NULL UNIQUE,
    PRIMARY KEY (plan, candidate)
) STRICT, WITHOUT ROWID;

CREATE INDEX exam_number_candidate ON exam_number (candidate);

CREATE TABLE ticket_version (
    plan BLOB NOT NULL REFERENCES exam_plan (id),
    candidate BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version >= 1),
    checksum TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (plan, candidate)
) STRICT, WITHOUT ROWID;

CREATE INDEX ticket_version_candidate ON ticket_version (candidate);

CREATE TABLE import_record (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    actor TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    total INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    failed_rows BLOB
) STRICT;

-- One row per operation; rows are only ever added.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    made_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    summary TEXT NOT NULL,
    first_op INTEGER,
    last_op INTEGER,
    counts TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    changes TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;

-- Operations for the platform, in segments of JSON lines, numbered without gaps per device.
CREATE TABLE outbox (
    first_seq INTEGER PRIMARY KEY CHECK (first_seq >= 1),
    last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    payload BLOB NOT NULL
) STRICT;
