-- Every token that was ever replaced is remembered while its sign-in lives, with the moment: one that comes back seconds
-- later is a retry or a second tab, one that comes back later was stolen.
CREATE TABLE replaced_tokens (
    token_hash TEXT PRIMARY KEY NOT NULL,
    sign_in_id BIGINT NOT NULL,
    replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX replaced_tokens_by_sign_in ON replaced_tokens (sign_in_id);
INSERT INTO replaced_tokens (token_hash, sign_in_id, replaced_at)
    SELECT replaced_token_hash, id, created_at FROM sign_ins WHERE replaced_token_hash IS NOT NULL;

CREATE TABLE sign_ins_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    channel TEXT NOT NULL CHECK (channel IN ('browser', 'api')),
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
INSERT INTO sign_ins_new (id, account_id, channel, token_hash, created_at, expires_at, revoked_at)
    SELECT id, account_id, channel, token_hash, created_at, expires_at, revoked_at FROM sign_ins;
DROP TABLE sign_ins;
ALTER TABLE sign_ins_new RENAME TO sign_ins;
CREATE INDEX sign_ins_by_account ON sign_ins (account_id);
CREATE INDEX sign_ins_by_end ON sign_ins (expires_at);

-- A password that somebody else chose opens nothing but the page where its holder chooses another.
ALTER TABLE accounts ADD COLUMN password_is_temporary BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN last_signed_in_at TIMESTAMP;
