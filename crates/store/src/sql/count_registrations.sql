SELECT r.subject, count(*), count(a.registration)
FROM registration r
LEFT JOIN seat_assignment a ON a.registration = r.id
WHERE r.plan = ?1
GROUP BY r.subject
