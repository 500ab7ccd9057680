-- Secrets that open a case besides the one it was filed with: mailed to the family when it had lost that, or issued by
-- the office. Only hashes. A family that changes its secret ends them all.
CREATE TABLE case_secrets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    secret_hash TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    made_by BIGINT REFERENCES accounts (id)
);
CREATE INDEX case_secrets_by_case ON case_secrets (case_id);
-- What the family answered to cases.question, by itself or by telephone; gone when another question is asked.
CREATE TABLE case_answers (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    sealed_answer TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);
-- Thanks, suggestions and complaints to the office, at any time and without a case; complaints with the clock of the law.
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    ward_code TEXT,
    sealed_words TEXT NOT NULL,
    sealed_contact TEXT,
    received_at TIMESTAMP NOT NULL,
    accept_by DATE,
    accepted_at TIMESTAMP,
    due_on DATE,
    extended_at TIMESTAMP,
    ended_at TIMESTAMP,
    ended_as TEXT,
    ended_by BIGINT REFERENCES accounts (id),
    sealed_answer TEXT,
    forgotten_at TIMESTAMP
);
CREATE INDEX remarks_open ON remarks (received_at) WHERE ended_at IS NULL;
CREATE INDEX remarks_to_forget ON remarks (ended_at) WHERE ended_at IS NOT NULL AND forgotten_at IS NULL;
