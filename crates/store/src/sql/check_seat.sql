SELECT count(*)
FROM registration r
JOIN session s ON s.id = ?5 AND s.subject = r.subject
JOIN room m ON m.id = ?6 AND m.plan = r.plan
WHERE r.id = ?1 AND r.plan = ?2 AND r.candidate = ?3 AND r.subject = ?4
