-- The log is a chain: each entry has a number without gaps and a keyed hash over itself and the one before.
ALTER TABLE audit_entries ADD COLUMN number BIGINT;
ALTER TABLE audit_entries ADD COLUMN mac TEXT;
-- The reason's own keyed hash, so that the reason can be taken out with its family and the chain still holds.
ALTER TABLE audit_entries ADD COLUMN reason_mac TEXT;
CREATE UNIQUE INDEX audit_entries_by_number ON audit_entries (number);

-- How many entries there are, and the keyed hash of the last one.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    entries BIGINT NOT NULL,
    mac TEXT NOT NULL
);

-- Entries are added and never changed; only what seals an entry comes after it, and a reason may go.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$;
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
FOR EACH ROW WHEN (NOT (
    NEW.id = OLD.id AND NEW.happened_at = OLD.happened_at AND NEW.account_id IS NOT DISTINCT FROM OLD.account_id
    AND NEW.action = OLD.action AND NEW.subject = OLD.subject
    AND (NEW.reason IS NOT DISTINCT FROM OLD.reason OR NEW.reason IS NULL)
    AND (OLD.mac IS NULL OR (
        NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.mac IS NOT DISTINCT FROM OLD.mac
        AND NEW.reason_mac IS NOT DISTINCT FROM OLD.reason_mac
    ))
))
EXECUTE FUNCTION refuse_audit_change();
