-- A report can be put right and both stay: the newer one supersedes the older one. One that was taken back by hand is
-- superseded by none. Only reports that stand count.
ALTER TABLE visit_events ADD COLUMN superseded_at TIMESTAMP;
ALTER TABLE visit_events ADD COLUMN superseded_by BIGINT REFERENCES visit_events (id);
ALTER TABLE visit_events ADD COLUMN superseded_account BIGINT REFERENCES accounts (id);
-- A visit ends in one way, whoever reports it.
CREATE UNIQUE INDEX visit_events_one_outcome ON visit_events (visit_id) WHERE kind = 'outcome' AND superseded_at IS NULL;

-- Before which day no team is to come, and why: said at the door (then a report stands behind it) or by a dispatcher.
-- The newest row whose report stands counts; one without a day takes the others back.
CREATE TABLE not_before_days (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    event_id BIGINT REFERENCES visit_events (id),
    on_date DATE,
    reason TEXT,
    set_at TIMESTAMP NOT NULL,
    set_by BIGINT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX not_before_days_by_case ON not_before_days (case_id);
-- What counts, worked out from those rows whenever one is added or a report is put right.
ALTER TABLE cases ADD COLUMN not_before_on DATE;
ALTER TABLE cases ADD COLUMN not_before_reason TEXT;
