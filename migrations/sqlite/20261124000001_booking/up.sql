-- A family books a half-day before its route is published; a hold keeps a place for a quarter of an hour.
-- `stamp` names the content of a duty and its sequence: whoever changes either writes a new one, so that a copy in
-- somebody's memory is known to be fresh or stale by one comparison.
ALTER TABLE duties ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0;
-- Seconds kept for urgent cases that staff enter, until they are released to the public.
ALTER TABLE duties ADD COLUMN staff_secs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN booked_at TIMESTAMP;
-- A route rests on the door of this case: it cannot move without giving its place back.
ALTER TABLE cases ADD COLUMN place_fixed_at TIMESTAMP;

-- A stop's times are those that were published; until then only its place in the sequence counts.
CREATE TABLE stops_next (
    visit_id BIGINT PRIMARY KEY REFERENCES visits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    arrives_secs INTEGER,
    starts_secs INTEGER,
    departs_secs INTEGER,
    UNIQUE (duty_id, position)
);
INSERT INTO stops_next SELECT visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs FROM stops;
DROP TABLE stops;
ALTER TABLE stops_next RENAME TO stops;

-- A place in a sequence that is kept for somebody: for a family that fills in the rest, or (with a visit) for a
-- waiting household that was invited to take it.
CREATE TABLE holds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    half_day TEXT NOT NULL CHECK (half_day IN ('morning', 'afternoon')),
    visit_id BIGINT REFERENCES visits (id),
    why TEXT,
    contact_hash TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    sealed_door TEXT NOT NULL,
    captures INTEGER NOT NULL,
    service_secs INTEGER NOT NULL,
    setup_secs INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_as TEXT CHECK (ended_as IN ('taken', 'given_up', 'expired', 'lost'))
);
CREATE INDEX holds_by_duty ON holds (duty_id);
CREATE INDEX holds_by_contact ON holds (contact_hash);
CREATE INDEX holds_by_address ON holds (address_hash);
CREATE INDEX holds_by_visit ON holds (visit_id);
CREATE INDEX holds_by_end ON holds (ended_at, expires_at);

-- Time that somebody gave back: the waiting list has it first, the public sees it after a random while.
CREATE TABLE freed_places (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    half_day TEXT NOT NULL CHECK (half_day IN ('morning', 'afternoon')),
    secs INTEGER NOT NULL,
    freed_at TIMESTAMP NOT NULL,
    public_at TIMESTAMP NOT NULL
);
CREATE INDEX freed_places_by_duty ON freed_places (duty_id);
