-- Mails written in the transaction of the fact they tell, delivered later by the worker.
CREATE TABLE outbox_mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    idempotent_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    sealed_mail TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_until TIMESTAMP,
    sent_at TIMESTAMP,
    given_up_at TIMESTAMP,
    last_error TEXT
);
CREATE INDEX outbox_mails_waiting ON outbox_mails (sent_at, due_at);
