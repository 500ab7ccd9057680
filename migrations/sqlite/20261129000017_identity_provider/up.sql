-- Accounts that also sign in by an identity provider (OpenID Connect). The subject is the provider's lasting number of a
-- person; names and addresses can pass to somebody else.
CREATE TABLE provider_subjects (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    UNIQUE (issuer, subject)
);
