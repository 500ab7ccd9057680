-- A second thing that an account has besides its password: an application that shows six digits (RFC 6238). The secret is
-- sealed; a code of a step counts once.
CREATE TABLE second_factors (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    sealed_secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    last_step BIGINT NOT NULL
);

-- For whoever has lost it; each is good once.
CREATE TABLE recovery_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);

-- An admin asks that somebody's be taken away; another one does it.
CREATE TABLE second_factor_resets (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    asked_by BIGINT NOT NULL REFERENCES accounts (id),
    asked_at TIMESTAMP NOT NULL
);

-- When a code was last given in this sign-in; none: by password alone.
ALTER TABLE sign_ins ADD COLUMN proven_at TIMESTAMP;
