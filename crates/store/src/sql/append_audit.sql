INSERT INTO audit (seq, made_at, actor, kind, label, summary, first_op, last_op, counts, hash, changes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
