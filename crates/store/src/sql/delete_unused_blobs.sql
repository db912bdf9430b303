DELETE FROM photo_blob
WHERE NOT EXISTS (SELECT 1 FROM photo p WHERE p.hash = photo_blob.hash)
  AND NOT EXISTS (SELECT 1 FROM photo p WHERE p.original = photo_blob.hash)
