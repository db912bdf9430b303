-- 到考登记: what is recorded of a candidate in a session, and every change of it.

CREATE TABLE attendance (
    registration BLOB NOT NULL REFERENCES registration (id),
    session BLOB NOT NULL REFERENCES session (id),
    state TEXT NOT NULL CHECK (state IN ('unmarked', 'present', 'late', 'absent')),
    late_minutes INTEGER CHECK (late_minutes BETWEEN 1 AND 600),
    violation TEXT NOT NULL,
    seat_note TEXT NOT NULL,
    marked_by TEXT NOT NULL,
    marked_at TEXT NOT NULL,
    PRIMARY KEY (registration, session)
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_session ON attendance (session);

-- Rows are added and marked as undone, never removed. `batch` joins those of one step of the user.
CREATE TABLE attendance_change (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    batch BLOB NOT NULL CHECK (length(batch) = 16),
    registration BLOB NOT NULL REFERENCES registration (id),
    session BLOB NOT NULL REFERENCES session (id),
    room BLOB NOT NULL REFERENCES room (id),
    old TEXT NOT NULL CHECK (json_valid(old)),
    new TEXT NOT NULL CHECK (json_valid(new)),
    actor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;

CREATE INDEX attendance_change_room ON attendance_change (session, room);
CREATE INDEX attendance_change_batch ON attendance_change (batch);
CREATE INDEX attendance_change_registration ON attendance_change (registration);
