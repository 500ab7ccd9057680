DROP TABLE case_joins;
DROP TABLE case_notes;
