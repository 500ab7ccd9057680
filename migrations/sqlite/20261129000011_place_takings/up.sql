-- Where places that the public takes without anybody having looked go to, and from where they are taken: keyed hashes that
-- are compared and forgotten after a day. No address can be read from them.
CREATE TABLE place_takings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ward_code TEXT NOT NULL,
    client TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL
);
CREATE INDEX place_takings_by_ward ON place_takings (ward_code, taken_at);
CREATE INDEX place_takings_by_client ON place_takings (client, taken_at);
CREATE INDEX place_takings_by_age ON place_takings (taken_at);

-- From where a case was filed by the public, and the e-mail address it names, both as keyed hashes: so that a flood of
-- filings is seen as one. Forgotten a day after, when the case is decided.
CREATE TABLE case_sources (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    client TEXT NOT NULL,
    email_hash TEXT
);
CREATE INDEX case_sources_by_email ON case_sources (email_hash);
