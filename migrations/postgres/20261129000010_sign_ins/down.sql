ALTER TABLE accounts DROP COLUMN last_signed_in_at;
ALTER TABLE accounts DROP COLUMN password_is_temporary;
DROP INDEX sign_ins_by_end;
ALTER TABLE sign_ins ADD COLUMN replaced_token_hash TEXT UNIQUE;
DROP TABLE replaced_tokens;
