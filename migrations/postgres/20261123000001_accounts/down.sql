DROP TABLE idempotency_keys;
DROP TABLE audit_entries;
DROP TABLE sign_ins;
DROP TABLE accounts;
