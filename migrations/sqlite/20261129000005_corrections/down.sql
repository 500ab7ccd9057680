ALTER TABLE cases DROP COLUMN not_before_reason;
ALTER TABLE cases DROP COLUMN not_before_on;
DROP TABLE not_before_days;
DROP INDEX visit_events_one_outcome;
ALTER TABLE visit_events DROP COLUMN superseded_account;
ALTER TABLE visit_events DROP COLUMN superseded_by;
ALTER TABLE visit_events DROP COLUMN superseded_at;
