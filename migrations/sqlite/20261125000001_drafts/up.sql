-- What a family has typed so far, before it sends: opened by the secret in the address, forgotten after a day.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    sealed_answers TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX drafts_by_end ON drafts (expires_at);
