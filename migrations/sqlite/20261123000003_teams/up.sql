-- Who goes out, with what, when: officers, teams, kits, and duties that join them on a date.
CREATE TABLE officers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT UNIQUE REFERENCES accounts (id),
    full_name TEXT NOT NULL,
    badge_number TEXT NOT NULL UNIQUE,
    retired_at TIMESTAMP
);

CREATE TABLE kits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    retired_at TIMESTAMP
);

CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    hot_line TEXT NOT NULL,
    base_ward_code TEXT NOT NULL,
    base_lat DOUBLE PRECISION NOT NULL,
    base_lng DOUBLE PRECISION NOT NULL,
    version INTEGER NOT NULL,
    retired_at TIMESTAMP
);

-- Which wards a team serves; a team serves several, and a ward may be served by several teams.
CREATE TABLE team_wards (
    team_id BIGINT NOT NULL REFERENCES teams (id),
    ward_code TEXT NOT NULL,
    PRIMARY KEY (team_id, ward_code)
);

CREATE TABLE duties (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id BIGINT NOT NULL REFERENCES teams (id),
    kit_id BIGINT NOT NULL REFERENCES kits (id),
    on_date DATE NOT NULL,
    half_days TEXT NOT NULL CHECK (half_days IN ('morning', 'afternoon', 'full')),
    starts_secs INTEGER NOT NULL,
    ends_secs INTEGER NOT NULL,
    break_earliest_secs INTEGER,
    break_latest_secs INTEGER,
    break_secs INTEGER,
    capacity INTEGER NOT NULL,
    island_mission BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    cancelled_reason TEXT,
    CHECK (starts_secs < ends_secs)
);
CREATE INDEX duties_by_date ON duties (on_date);
CREATE INDEX duties_by_team ON duties (team_id, on_date);

CREATE TABLE duty_officers (
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    officer_id BIGINT NOT NULL REFERENCES officers (id),
    PRIMARY KEY (duty_id, officer_id)
);
CREATE INDEX duty_officers_by_officer ON duty_officers (officer_id);

-- Half-days that a named dispatcher opened against the calendar (campaigns), each with its reason.
CREATE TABLE exceptional_half_days (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    on_date DATE NOT NULL,
    half_day TEXT NOT NULL CHECK (half_day IN ('morning', 'afternoon')),
    opened_by BIGINT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    UNIQUE (on_date, half_day)
);
