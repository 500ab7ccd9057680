-- When the families of a duty were told their windows: whoever is booked there and approved is told one at once, also
-- in a duty that was empty then. Duties that have planned times are published.
ALTER TABLE duties ADD COLUMN published_at TIMESTAMP;
UPDATE duties
SET published_at = COALESCE(
    (
        SELECT MAX(visits.published_at)
        FROM stops
        INNER JOIN visits ON visits.id = stops.visit_id
        WHERE stops.duty_id = duties.id
    ),
    created_at
)
WHERE EXISTS (SELECT 1 FROM stops WHERE stops.duty_id = duties.id AND stops.arrives_secs IS NOT NULL);
-- Nobody is sent to a door that nobody looked at: a window that was told before the case was approved is taken back
-- into its half-day, and told again with the approval.
UPDATE visits
SET window_from_secs = NULL, window_to_secs = NULL, published_at = NULL, version = version + 1
WHERE
    window_from_secs IS NOT NULL AND closed_at IS NULL AND cancelled_at IS NULL
    AND en_route_at IS NULL AND arrived_at IS NULL
    AND case_id IN (SELECT id FROM cases WHERE verified_at IS NULL);
