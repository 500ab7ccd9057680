-- What a household wishes for. Whatever identifies a person is sealed; hashes are keyed and serve look-up only.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    channel TEXT NOT NULL,
    ward_code TEXT NOT NULL,
    sub_area TEXT,
    group_site TEXT,
    expected_captures INTEGER NOT NULL,
    sealed_contact TEXT NOT NULL,
    sealed_address TEXT NOT NULL,
    sealed_note TEXT,
    contact_hash TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    import_hash TEXT UNIQUE,
    has_email BOOLEAN NOT NULL,
    triage TEXT NOT NULL,
    triage_rule TEXT NOT NULL,
    deadline_on DATE,
    deadline_reason TEXT,
    filed_by BIGINT REFERENCES accounts (id),
    filed_at TIMESTAMP NOT NULL,
    verified_at TIMESTAMP,
    verified_by BIGINT REFERENCES accounts (id),
    refused_at TIMESTAMP,
    refused_reason TEXT,
    withdrawn_at TIMESTAMP,
    version INTEGER NOT NULL
);
CREATE INDEX cases_by_ward ON cases (ward_code, filed_at);
CREATE INDEX cases_by_contact ON cases (contact_hash);
CREATE INDEX cases_by_address ON cases (address_hash);

CREATE TABLE applicants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    position INTEGER NOT NULL,
    sealed_identity TEXT NOT NULL,
    sealed_representative TEXT,
    person_hash TEXT NOT NULL,
    number_hash TEXT,
    procedure_code TEXT NOT NULL,
    beneficiary_group TEXT NOT NULL,
    mobility TEXT NOT NULL,
    triage TEXT NOT NULL,
    triage_rule TEXT NOT NULL,
    UNIQUE (case_id, position)
);
CREATE INDEX applicants_by_person ON applicants (person_hash);
CREATE INDEX applicants_by_number ON applicants (number_hash);

-- Express, specific, per purpose, provable (Luật 91/2025).
CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    purpose TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given_by TEXT NOT NULL,
    channel TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    UNIQUE (case_id, purpose)
);
