-- A household has at most one invitation at a time, whichever process sends it.
CREATE UNIQUE INDEX holds_one_invitation ON holds (visit_id) WHERE ended_at IS NULL;
-- Families without e-mail are called about an invitation.
ALTER TABLE holds ADD COLUMN called_at TIMESTAMP;
ALTER TABLE holds ADD COLUMN called_by BIGINT REFERENCES accounts (id);
-- Who gave the place back: nobody is invited to what they have just given up.
ALTER TABLE freed_places ADD COLUMN visit_id BIGINT REFERENCES visits (id);
