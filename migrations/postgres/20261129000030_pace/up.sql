-- Looks at what is still to be done must not grow with all that was ever done.
CREATE INDEX visits_open ON visits (promised_on) WHERE closed_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX cases_filed ON cases (id) WHERE verified_at IS NULL AND refused_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX cases_refused ON cases (id) WHERE refused_at IS NOT NULL;
CREATE INDEX cases_withdrawn ON cases (id) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX not_before_days_by_event ON not_before_days (event_id);
-- Keys that still open something: of all cases ever, the few whose data was not erased.
CREATE INDEX seal_keys_living ON seal_keys (created_at) WHERE wrapped IS NOT NULL;
CREATE INDEX seal_keys_by_age ON seal_keys (kind, created_at);
-- The keys of a month are unwrapped some at a time, in the order in which their cases came.
DROP INDEX seal_keys_by_parent;
CREATE INDEX seal_keys_by_parent ON seal_keys (parent_id, created_at);

-- Approved cases whose visits nobody has opened yet: put there by the approval, taken away by whoever opens them.
CREATE TABLE unvisited_cases (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id)
);
INSERT INTO unvisited_cases (case_id)
SELECT id FROM cases
WHERE verified_at IS NOT NULL AND refused_at IS NULL AND withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM visits WHERE visits.case_id = cases.id);

-- What a mail is about, the first two parts of its key (`visit-booked:12` of `visit-booked:12:3`), so that it is found by it.
ALTER TABLE outbox_mails ADD COLUMN about TEXT NOT NULL DEFAULT '';
UPDATE outbox_mails SET about = rtrim(split_part(idempotent_key, ':', 1) || ':' || split_part(idempotent_key, ':', 2), ':');
CREATE INDEX outbox_mails_by_about ON outbox_mails (about);

-- A mail that leaves tells its family: its facts are told from that moment on, and the few that are not stand in the index.
UPDATE notifications SET told_at = (SELECT sent_at FROM outbox_mails WHERE outbox_mails.id = notifications.mail_id)
WHERE told_at IS NULL AND mail_id IN (SELECT id FROM outbox_mails WHERE sent_at IS NOT NULL);

-- A planning run is a job: it waits, is carried out under a lease by one process at a time, and ends with a proposal or
-- with the reason why there is none.
ALTER TABLE planning_runs ADD COLUMN progress INTEGER NOT NULL DEFAULT 0;
ALTER TABLE planning_runs ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE planning_runs ADD COLUMN claimed_until TIMESTAMP;
ALTER TABLE planning_runs ADD COLUMN stop_asked_at TIMESTAMP;
ALTER TABLE planning_runs ADD COLUMN finished_at TIMESTAMP;
ALTER TABLE planning_runs ADD COLUMN failure TEXT;
UPDATE planning_runs SET finished_at = created_at, progress = 100;
CREATE INDEX planning_runs_unfinished ON planning_runs (id) WHERE finished_at IS NULL;

-- Which cases a kept answer names (keyed hashes of their codes, with spaces between), so that erasing one does not open
-- the answers of everybody. None: kept before this was noted.
ALTER TABLE idempotency_keys ADD COLUMN case_hashes TEXT;
CREATE INDEX idempotency_keys_by_cases ON idempotency_keys (case_hashes, id);
