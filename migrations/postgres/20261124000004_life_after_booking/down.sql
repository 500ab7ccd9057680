ALTER TABLE cases DROP COLUMN question;
ALTER TABLE cases DROP COLUMN asked_at;
ALTER TABLE visits DROP COLUMN postponed_at;
