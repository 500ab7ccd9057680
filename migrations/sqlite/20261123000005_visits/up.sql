-- Planned and done trips to a case, their places in a duty's sequence, and what became of them.
CREATE TABLE visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    captures INTEGER NOT NULL,
    service_secs INTEGER NOT NULL,
    front_of_queue BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    promised_on DATE,
    promised_half_day TEXT,
    window_from_secs INTEGER,
    window_to_secs INTEGER,
    published_at TIMESTAMP,
    invite_sequence INTEGER NOT NULL,
    called_at TIMESTAMP,
    called_by BIGINT REFERENCES accounts (id),
    en_route_at TIMESTAMP,
    arrived_at TIMESTAMP,
    closed_at TIMESTAMP,
    version INTEGER NOT NULL,
    UNIQUE (case_id, number, part)
);
CREATE INDEX visits_by_date ON visits (promised_on);

CREATE TABLE stops (
    visit_id BIGINT PRIMARY KEY REFERENCES visits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    arrives_secs INTEGER NOT NULL,
    starts_secs INTEGER NOT NULL,
    departs_secs INTEGER NOT NULL,
    UNIQUE (duty_id, position)
);

-- What officers report; client_id comes from the phone, so a report that is sent twice is stored once.
CREATE TABLE visit_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id BIGINT NOT NULL REFERENCES visits (id),
    client_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by BIGINT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX visit_events_by_visit ON visit_events (visit_id);

CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit_id BIGINT NOT NULL REFERENCES visits (id),
    event_id BIGINT NOT NULL REFERENCES visit_events (id),
    applicant_id BIGINT REFERENCES applicants (id),
    code TEXT NOT NULL,
    captures INTEGER NOT NULL,
    sealed_note TEXT,
    captured_on DATE,
    due_on DATE
);
CREATE INDEX outcomes_by_visit ON outcomes (visit_id);
