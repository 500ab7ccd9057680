DROP TABLE outcomes;
DROP TABLE visit_events;
DROP TABLE stops;
DROP TABLE visits;
