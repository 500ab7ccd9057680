ALTER TABLE duties DROP COLUMN published_at;
