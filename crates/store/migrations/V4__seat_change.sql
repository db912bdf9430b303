-- Late changes of single seats since the last seating of a plan: what was done by hand, in order, so that
-- it can be taken back and the sheets it made untrue can be listed.
CREATE TABLE seat_change (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    plan BLOB NOT NULL REFERENCES exam_plan (id) ON DELETE CASCADE,
    made_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind = 'move' OR kind = 'swap' OR kind = 'add' OR kind = 'remove' OR
        kind = 'lock' OR kind = 'unlock'),
    seats TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;

CREATE INDEX seat_change_plan ON seat_change (plan);
