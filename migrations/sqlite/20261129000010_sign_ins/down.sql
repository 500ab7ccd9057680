ALTER TABLE accounts DROP COLUMN last_signed_in_at;
ALTER TABLE accounts DROP COLUMN password_is_temporary;
CREATE TABLE sign_ins_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    channel TEXT NOT NULL CHECK (channel IN ('browser', 'api')),
    token_hash TEXT NOT NULL UNIQUE,
    replaced_token_hash TEXT UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
INSERT INTO sign_ins_old (id, account_id, channel, token_hash, created_at, expires_at, revoked_at)
    SELECT id, account_id, channel, token_hash, created_at, expires_at, revoked_at FROM sign_ins;
DROP TABLE sign_ins;
ALTER TABLE sign_ins_old RENAME TO sign_ins;
CREATE INDEX sign_ins_by_account ON sign_ins (account_id);
DROP TABLE replaced_tokens;
