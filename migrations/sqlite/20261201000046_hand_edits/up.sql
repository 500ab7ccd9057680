-- Visits that a person put into their duty by hand: planning runs leave them there. A row counts while the visit stands in
-- this duty; whoever moves on leaves it behind.
CREATE TABLE hand_placements (
    visit_id BIGINT PRIMARY KEY REFERENCES visits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    placed_by BIGINT NOT NULL REFERENCES accounts (id),
    placed_at TIMESTAMP NOT NULL
);
CREATE INDEX hand_placements_by_duty ON hand_placements (duty_id);

-- Duties whose stops and order stay as they are, whoever plans.
CREATE TABLE locked_duties (
    duty_id BIGINT PRIMARY KEY REFERENCES duties (id),
    locked_by BIGINT NOT NULL REFERENCES accounts (id),
    locked_at TIMESTAMP NOT NULL
);

-- What was done by hand, with the rows as they were before and after it, so that it can be undone. Numbers only: nothing in
-- here says who lives where.
CREATE TABLE hand_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    on_date DATE NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('move', 'swap', 'pin', 'unpin', 'lock', 'unlock')),
    visit_id BIGINT REFERENCES visits (id),
    informs TEXT NOT NULL CHECK (informs IN ('nobody', 'officers', 'time')),
    rows_before TEXT NOT NULL,
    rows_after TEXT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES accounts (id),
    made_at TIMESTAMP NOT NULL,
    undone_by BIGINT REFERENCES accounts (id),
    undone_at TIMESTAMP
);
CREATE INDEX hand_edits_by_date ON hand_edits (on_date, id);

-- The duties that an edit changed, with the stamps of their contents before and after.
CREATE TABLE hand_edit_duties (
    edit_id BIGINT NOT NULL REFERENCES hand_edits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    stamp_before BIGINT NOT NULL,
    stamp_after BIGINT NOT NULL,
    PRIMARY KEY (edit_id, duty_id)
);
CREATE INDEX hand_edit_duties_by_duty ON hand_edit_duties (duty_id);
