-- What a family says of a visit that has ended; the free text is sealed.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id BIGINT NOT NULL UNIQUE REFERENCES visits (id),
    ease TEXT NOT NULL CHECK (ease IN ('easy', 'hard')),
    on_time BOOLEAN NOT NULL,
    sealed_text TEXT,
    given_at TIMESTAMP NOT NULL
);
CREATE INDEX feedback_given_at ON feedback (given_at);

-- Wrong answers to "is this visit real?", by the keyed hash of the case code or of the asker's address, for one day:
-- counted here and not in memory, because several processes answer.
CREATE TABLE wrong_checks (
    subject TEXT NOT NULL,
    checked_on DATE NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (subject, checked_on)
);

-- Proofs of work and passes that were used, so that none is used twice.
CREATE TABLE spent_passes (
    pass TEXT PRIMARY KEY,
    expires_at TIMESTAMP NOT NULL
);
