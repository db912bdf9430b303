SELECT a.session, a.room, count(*),
    coalesce(sum(t.state = 'present'), 0),
    coalesce(sum(t.state = 'late'), 0),
    coalesce(sum(t.state = 'absent'), 0),
    coalesce(sum(t.violation <> ''), 0)
FROM seat_assignment a
JOIN registration r ON r.id = a.registration
LEFT JOIN attendance t ON t.registration = a.registration AND t.session = a.session
WHERE r.plan = ?
GROUP BY a.session, a.room
