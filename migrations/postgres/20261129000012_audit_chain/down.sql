DROP TRIGGER audit_entries_unchanged ON audit_entries;
DROP TRIGGER audit_entries_are_not_emptied ON audit_entries;
DROP TRIGGER audit_entries_stay ON audit_entries;
DROP FUNCTION refuse_audit_change();
DROP TABLE audit_head;
DROP INDEX audit_entries_by_number;
ALTER TABLE audit_entries DROP COLUMN reason_mac;
ALTER TABLE audit_entries DROP COLUMN mac;
ALTER TABLE audit_entries DROP COLUMN number;
