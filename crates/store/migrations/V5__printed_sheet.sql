-- The last printing of each sheet: what lies in the printer's tray against what the data say now.
-- `subject` is the candidate of a ticket, else the room; `session` is all zero for a ticket. Neither refers
-- to its table: paper outlives the row it was made from.
CREATE TABLE printed_sheet (
    plan BLOB NOT NULL REFERENCES exam_plan (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    session BLOB NOT NULL CHECK (length(session) = 16),
    version INTEGER NOT NULL CHECK (version >= 1),
    checksum TEXT NOT NULL,
    printed_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (plan, kind, subject, session)
) STRICT, WITHOUT ROWID;
