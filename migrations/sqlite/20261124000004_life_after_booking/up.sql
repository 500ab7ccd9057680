-- Since when a family waits for another half-day because we took its own back; it has to be told.
ALTER TABLE visits ADD COLUMN postponed_at TIMESTAMP;
-- What a dispatcher asks the family before deciding. The case stays filed and keeps its half-day.
ALTER TABLE cases ADD COLUMN asked_at TIMESTAMP;
ALTER TABLE cases ADD COLUMN question TEXT;
