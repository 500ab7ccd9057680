-- A list of households that somebody brought: its cells are sealed, and gone when the list can neither be carried out nor
-- undone any more. It is carried out, and undone, as a job: under a lease, by one process at a time.
CREATE TABLE lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL,
    sealed_content TEXT,
    version INTEGER NOT NULL,
    rows_total INTEGER NOT NULL,
    rows_done INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    expires_at TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP,
    tries INTEGER NOT NULL
);
CREATE INDEX lists_by_account ON lists (account_id, id);
CREATE INDEX lists_by_state ON lists (state, id);
CREATE INDEX lists_by_end ON lists (expires_at);

-- What is said of each row of a list, and what became of it.
CREATE TABLE list_rows (
    list_id BIGINT NOT NULL REFERENCES lists (id),
    line BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    sealed_said TEXT NOT NULL,
    case_id BIGINT REFERENCES cases (id),
    PRIMARY KEY (list_id, line)
);
CREATE INDEX list_rows_by_verdict ON list_rows (list_id, verdict, line);
CREATE INDEX list_rows_by_case ON list_rows (case_id) WHERE case_id IS NOT NULL;

-- What a heading means that nobody understood until somebody chose: the column's own header, or nothing for one that is
-- not read.
CREATE TABLE list_headings (
    heading TEXT PRIMARY KEY NOT NULL,
    means TEXT NOT NULL,
    chosen_at TIMESTAMP NOT NULL
);
