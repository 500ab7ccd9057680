ALTER TABLE freed_places DROP COLUMN visit_id;
ALTER TABLE holds DROP COLUMN called_by;
ALTER TABLE holds DROP COLUMN called_at;
DROP INDEX holds_one_invitation;
