-- Which half-days suit a family. Without a row: every one of them.
CREATE TABLE time_preferences (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    times TEXT NOT NULL,
    from_on DATE,
    stated_at TIMESTAMP NOT NULL
);
