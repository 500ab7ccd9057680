ALTER TABLE stops DROP CONSTRAINT stops_of_booked_visits;
ALTER TABLE stops ADD CONSTRAINT stops_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES visits (id);
DROP INDEX visits_by_duty;
DROP INDEX visits_in_duty;
ALTER TABLE visits DROP COLUMN duty_id;
