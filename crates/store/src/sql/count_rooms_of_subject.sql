SELECT count(*) FROM room
WHERE EXISTS (SELECT 1 FROM json_each(room.subjects) WHERE json_each.value = ?1)
