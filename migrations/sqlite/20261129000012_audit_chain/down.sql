DROP TRIGGER audit_entries_unchanged;
DROP TRIGGER audit_entries_stay;
DROP TABLE audit_head;
DROP INDEX audit_entries_by_number;
ALTER TABLE audit_entries DROP COLUMN reason_mac;
ALTER TABLE audit_entries DROP COLUMN mac;
ALTER TABLE audit_entries DROP COLUMN number;
