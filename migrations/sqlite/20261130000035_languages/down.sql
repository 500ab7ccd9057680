ALTER TABLE notifications DROP COLUMN sealed_said;
DROP TABLE case_languages;
