DROP TABLE freed_places;
DROP TABLE holds;
CREATE TABLE stops_before (
    visit_id BIGINT PRIMARY KEY REFERENCES visits (id),
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    arrives_secs INTEGER NOT NULL,
    starts_secs INTEGER NOT NULL,
    departs_secs INTEGER NOT NULL,
    UNIQUE (duty_id, position)
);
INSERT INTO stops_before
    SELECT visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs FROM stops WHERE arrives_secs IS NOT NULL;
DROP TABLE stops;
ALTER TABLE stops_before RENAME TO stops;
ALTER TABLE cases DROP COLUMN place_fixed_at;
ALTER TABLE visits DROP COLUMN booked_at;
ALTER TABLE duties DROP COLUMN staff_secs;
ALTER TABLE duties DROP COLUMN stamp;
