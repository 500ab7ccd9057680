-- The log is a chain: each entry has a number without gaps and a keyed hash over itself and the one before.
ALTER TABLE audit_entries ADD COLUMN number BIGINT;
ALTER TABLE audit_entries ADD COLUMN mac TEXT;
-- The reason's own keyed hash, so that the reason can be taken out with its family and the chain still holds.
ALTER TABLE audit_entries ADD COLUMN reason_mac TEXT;
CREATE UNIQUE INDEX audit_entries_by_number ON audit_entries (number);

-- How many entries there are, and the keyed hash of the last one.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    entries BIGINT NOT NULL,
    mac TEXT NOT NULL
);

-- Entries are added and never changed; only what seals an entry comes after it, and a reason may go.
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries stay'); END;
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
WHEN NOT (
    NEW.id IS OLD.id AND NEW.happened_at IS OLD.happened_at AND NEW.account_id IS OLD.account_id
    AND NEW.action IS OLD.action AND NEW.subject IS OLD.subject
    AND (NEW.reason IS OLD.reason OR NEW.reason IS NULL)
    AND (OLD.mac IS NULL OR (NEW.number IS OLD.number AND NEW.mac IS OLD.mac AND NEW.reason_mac IS OLD.reason_mac))
)
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
