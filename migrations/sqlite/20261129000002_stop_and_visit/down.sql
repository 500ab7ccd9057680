CREATE TABLE stops_before (
    visit_id BIGINT PRIMARY KEY REFERENCES visits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    arrives_secs INTEGER,
    starts_secs INTEGER,
    departs_secs INTEGER,
    UNIQUE (duty_id, position)
);
INSERT INTO stops_before SELECT visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs FROM stops;
DROP TABLE stops;
ALTER TABLE stops_before RENAME TO stops;
DROP INDEX visits_by_duty;
DROP INDEX visits_in_duty;
ALTER TABLE visits DROP COLUMN duty_id;
