DROP TABLE worker_steps;
DROP TABLE mail_pauses;
DROP INDEX outbox_mails_given_up;
DROP INDEX outbox_mails_ending;
DROP INDEX outbox_mails_waiting;
CREATE INDEX outbox_mails_waiting ON outbox_mails (sent_at, due_at);
ALTER TABLE outbox_mails DROP COLUMN receiver;
ALTER TABLE outbox_mails DROP COLUMN claims;
ALTER TABLE outbox_mails DROP COLUMN gives_up_at;
