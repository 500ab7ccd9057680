-- Until when a password that somebody else chose opens anything; none for one's own.
ALTER TABLE accounts ADD COLUMN temporary_until TIMESTAMP;
