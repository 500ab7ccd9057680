-- What staff wrote down about a case for each other; sealed, because it may tell of illness. Gone with the household's data.
CREATE TABLE case_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    sealed_text TEXT NOT NULL,
    noted_by BIGINT NOT NULL REFERENCES accounts (id),
    noted_at TIMESTAMP NOT NULL
);
CREATE INDEX case_notes_case ON case_notes (case_id);

-- A case of people who have another one already: it is withdrawn, and goes on as the other.
CREATE TABLE case_joins (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    into_case_id BIGINT NOT NULL REFERENCES cases (id),
    joined_by BIGINT NOT NULL REFERENCES accounts (id),
    joined_at TIMESTAMP NOT NULL
);
CREATE INDEX case_joins_into ON case_joins (into_case_id);
