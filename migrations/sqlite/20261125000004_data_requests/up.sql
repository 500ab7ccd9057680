-- What families ask about their own data (R35): acknowledged at once, done by a day. One open request of a kind.
CREATE TABLE data_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    acknowledged_at TIMESTAMP,
    due_on DATE NOT NULL,
    done_at TIMESTAMP
);
CREATE UNIQUE INDEX data_requests_case ON data_requests (case_id, kind);
CREATE INDEX data_requests_due ON data_requests (due_on) WHERE done_at IS NULL;
