-- A mail says until when it is tried, which domain it is for (a keyed hash), and how often it was taken in hand: the
-- number names the lease, so that who lost it notes nothing over the result of another.
ALTER TABLE outbox_mails ADD COLUMN gives_up_at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
ALTER TABLE outbox_mails ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_mails ADD COLUMN receiver TEXT NOT NULL DEFAULT '';
UPDATE outbox_mails SET gives_up_at = created_at + INTERVAL '48 hours';
-- What waits and what was given up are few beside all mails that ever left; looks at them must not grow with those.
DROP INDEX outbox_mails_waiting;
CREATE INDEX outbox_mails_waiting ON outbox_mails (due_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX outbox_mails_ending ON outbox_mails (gives_up_at) WHERE sent_at IS NULL AND given_up_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX outbox_mails_given_up ON outbox_mails (given_up_at) WHERE given_up_at IS NOT NULL;

-- A receiving domain, or with an empty name our own mail server, that is left in peace for a while.
CREATE TABLE mail_pauses (
    receiver TEXT PRIMARY KEY NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('no_answer', 'asked_to_wait', 'refuses_us')),
    failures INTEGER NOT NULL,
    since TIMESTAMP NOT NULL,
    until TIMESTAMP NOT NULL,
    last_error TEXT NOT NULL
);

-- How each step of the worker stands, so that another process can tell whether it runs.
CREATE TABLE worker_steps (
    name TEXT PRIMARY KEY NOT NULL,
    ran_at TIMESTAMP NOT NULL,
    failing_since TIMESTAMP,
    last_error TEXT
);
