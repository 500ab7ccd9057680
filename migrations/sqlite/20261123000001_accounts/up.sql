-- Staff who sign in, their sign-ins, and the log of every look and change.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'dispatcher', 'officer')),
    ward_codes TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    channel TEXT NOT NULL CHECK (channel IN ('browser', 'api')),
    token_hash TEXT NOT NULL UNIQUE,
    replaced_token_hash TEXT UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sign_ins_by_account ON sign_ins (account_id);

CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    happened_at TIMESTAMP NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, happened_at);

-- One answer per key and asker, so that a repeated POST is answered and not done again.
CREATE TABLE idempotency_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asker TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    sealed_answer TEXT,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (asker, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
