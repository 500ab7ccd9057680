-- How a family wants its cards back (R30). Without a row: at the ward police, as the law has it.
CREATE TABLE return_channels (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    channel TEXT NOT NULL,
    chosen_at TIMESTAMP NOT NULL
);
