-- Who filled a case in, and how its household gets the secret that opens it. No row for the cases of before, and for those
-- of a ward's list, of which nobody filled in a form.
CREATE TABLE handovers (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    filled_in_by TEXT,
    secret_way TEXT NOT NULL
);
