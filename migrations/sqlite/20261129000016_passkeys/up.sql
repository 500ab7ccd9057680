-- Keys of a device that unlocks them by finger, face or number (WebAuthn level 3): another second thing besides the
-- password. What is stored is public, sealed all the same: with it nobody can tell who has which device.
CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    credential_hash TEXT NOT NULL UNIQUE,
    sealed_passkey TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- What a device was asked to sign; each is good once, for some minutes.
CREATE TABLE passkey_challenges (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    sealed_state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
