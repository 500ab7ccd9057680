DROP TABLE case_sources;
DROP TABLE place_takings;
