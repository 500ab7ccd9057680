-- What people ask about their data at a desk, by telephone or on paper, and breaches, with the clocks of the law. What a
-- family asks on its own page is done at once and stands in data_requests.
CREATE TABLE rights_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    case_id BIGINT REFERENCES cases (id),
    ward_code TEXT,
    sealed_words TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES accounts (id),
    acknowledge_by DATE,
    acknowledged_at TIMESTAMP,
    due_at TIMESTAMP NOT NULL,
    extended_at TIMESTAMP,
    ended_at TIMESTAMP,
    ended_as TEXT,
    ended_by BIGINT REFERENCES accounts (id),
    sealed_answer TEXT
);
CREATE INDEX rights_requests_open ON rights_requests (due_at) WHERE ended_at IS NULL;
CREATE INDEX rights_requests_by_case ON rights_requests (case_id);
