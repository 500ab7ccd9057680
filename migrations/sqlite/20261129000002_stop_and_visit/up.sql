-- Whoever was published before bookings had a moment of their own took their half-day then.
UPDATE visits SET booked_at = published_at
    WHERE booked_at IS NULL AND promised_on IS NOT NULL AND promised_half_day IS NOT NULL AND published_at IS NOT NULL;

-- Ghosts: stops that a race has left behind for visits which are cancelled, have no half-day, or have it on another
-- date or in a duty that was cancelled. What ended keeps its place in a duty of its own date.
CREATE TABLE ghosts (visit_id BIGINT PRIMARY KEY, duty_id BIGINT NOT NULL);
INSERT INTO ghosts
    SELECT stops.visit_id, stops.duty_id
    FROM stops JOIN visits ON visits.id = stops.visit_id JOIN duties ON duties.id = stops.duty_id
    WHERE visits.cancelled_at IS NOT NULL OR visits.booked_at IS NULL OR visits.promised_on IS NULL
        OR visits.promised_half_day IS NULL OR visits.promised_on <> duties.on_date
        OR (duties.cancelled_at IS NOT NULL AND visits.closed_at IS NULL);
DELETE FROM stops WHERE visit_id IN (SELECT visit_id FROM ghosts);
-- Another content has another stamp, which is drawn and never counted.
UPDATE duties SET version = version + 1, stamp = abs(random() % 4611686018427387904) WHERE id IN (SELECT duty_id FROM ghosts);
DROP TABLE ghosts;
-- Who has a half-day that stands in no duty waits in front, and is told.
UPDATE visits SET front_of_queue = TRUE, postponed_at = COALESCE(published_at, booked_at, created_at),
        promised_on = NULL, promised_half_day = NULL, booked_at = NULL, window_from_secs = NULL, window_to_secs = NULL,
        published_at = NULL, called_at = NULL, called_by = NULL, invite_sequence = invite_sequence + 1,
        version = version + 1
    WHERE promised_on IS NOT NULL AND cancelled_at IS NULL AND closed_at IS NULL AND en_route_at IS NULL
        AND arrived_at IS NULL AND NOT EXISTS (SELECT 1 FROM stops WHERE stops.visit_id = visits.id);

-- The duty that a visit is booked in. A stop names it too, so a stop whose visit is not booked in its duty cannot be
-- written, whoever is faster; and while it stands, the visit can neither leave nor be cancelled.
ALTER TABLE visits ADD COLUMN duty_id BIGINT REFERENCES duties (id)
    CHECK (duty_id IS NULL OR (cancelled_at IS NULL AND booked_at IS NOT NULL AND promised_on IS NOT NULL
        AND promised_half_day IS NOT NULL));
UPDATE visits SET duty_id = (SELECT stops.duty_id FROM stops WHERE stops.visit_id = visits.id);
CREATE UNIQUE INDEX visits_in_duty ON visits (id, duty_id);
CREATE INDEX visits_by_duty ON visits (duty_id);
CREATE TABLE stops_next (
    visit_id BIGINT PRIMARY KEY,
    duty_id BIGINT NOT NULL REFERENCES duties (id),
    position INTEGER NOT NULL,
    arrives_secs INTEGER,
    starts_secs INTEGER,
    departs_secs INTEGER,
    UNIQUE (duty_id, position),
    FOREIGN KEY (visit_id, duty_id) REFERENCES visits (id, duty_id)
);
INSERT INTO stops_next SELECT visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs FROM stops;
DROP TABLE stops;
ALTER TABLE stops_next RENAME TO stops;
