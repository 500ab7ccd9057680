DROP TABLE notifications;
ALTER TABLE outbox_mails DROP COLUMN withdrawn_at;
