-- Seeded, replayable optimisations. A proposal names visits and duties by number only.
CREATE TABLE planning_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_date DATE NOT NULL,
    to_date DATE NOT NULL,
    seed BIGINT NOT NULL,
    weights_version TEXT NOT NULL,
    inputs_fingerprint TEXT NOT NULL,
    proposal TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by BIGINT REFERENCES accounts (id),
    published_at TIMESTAMP,
    published_by BIGINT REFERENCES accounts (id)
);
