-- When an officer is away, from one half-day to another, both included: why as a code, never a diagnosis. What was noted
-- by mistake is withdrawn and stays; nothing is deleted.
CREATE TABLE officer_leaves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    officer_id BIGINT NOT NULL REFERENCES officers (id),
    from_date DATE NOT NULL,
    from_half_day TEXT NOT NULL CHECK (from_half_day IN ('morning', 'afternoon')),
    to_date DATE NOT NULL,
    to_half_day TEXT NOT NULL CHECK (to_half_day IN ('morning', 'afternoon')),
    reason TEXT NOT NULL,
    noted_by BIGINT NOT NULL REFERENCES accounts (id),
    noted_at TIMESTAMP NOT NULL,
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    CHECK (from_date <= to_date)
);
CREATE INDEX officer_leaves_by_officer ON officer_leaves (officer_id, to_date);
CREATE INDEX officer_leaves_by_end ON officer_leaves (to_date);

-- The same of a kit that cannot go out.
CREATE TABLE kit_outages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kit_id BIGINT NOT NULL REFERENCES kits (id),
    from_date DATE NOT NULL,
    from_half_day TEXT NOT NULL CHECK (from_half_day IN ('morning', 'afternoon')),
    to_date DATE NOT NULL,
    to_half_day TEXT NOT NULL CHECK (to_half_day IN ('morning', 'afternoon')),
    reason TEXT NOT NULL,
    noted_by BIGINT NOT NULL REFERENCES accounts (id),
    noted_at TIMESTAMP NOT NULL,
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    CHECK (from_date <= to_date)
);
CREATE INDEX kit_outages_by_kit ON kit_outages (kit_id, to_date);
CREATE INDEX kit_outages_by_end ON kit_outages (to_date);

-- The duties that a kit or an officer goes out with are found by them.
CREATE INDEX duties_by_kit ON duties (kit_id, on_date);
