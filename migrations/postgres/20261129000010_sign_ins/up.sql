-- Every token that was ever replaced is remembered while its sign-in lives, with the moment: one that comes back seconds
-- later is a retry or a second tab, one that comes back later was stolen.
CREATE TABLE replaced_tokens (
    token_hash TEXT PRIMARY KEY,
    sign_in_id BIGINT NOT NULL,
    replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX replaced_tokens_by_sign_in ON replaced_tokens (sign_in_id);
INSERT INTO replaced_tokens (token_hash, sign_in_id, replaced_at)
    SELECT replaced_token_hash, id, created_at FROM sign_ins WHERE replaced_token_hash IS NOT NULL;
ALTER TABLE sign_ins DROP COLUMN replaced_token_hash;
CREATE INDEX sign_ins_by_end ON sign_ins (expires_at);

-- A password that somebody else chose opens nothing but the page where its holder chooses another.
ALTER TABLE accounts ADD COLUMN password_is_temporary BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN last_signed_in_at TIMESTAMP;
