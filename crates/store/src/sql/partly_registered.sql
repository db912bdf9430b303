SELECT count(DISTINCT mine.candidate) FROM (
    SELECT r.candidate AS candidate, s.certificate AS certificate,
        sum(s.audience = '[]') AS registered
    FROM registration r JOIN subject s ON s.id = r.subject
    WHERE r.plan = ?1
    GROUP BY r.candidate, s.certificate
) mine JOIN (
    SELECT s.certificate AS certificate, sum(s.audience = '[]') AS wanted
    FROM subject s WHERE s.plan = ?1 GROUP BY s.certificate
) whole ON whole.certificate = mine.certificate
WHERE mine.registered < whole.wanted
