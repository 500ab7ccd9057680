DROP TABLE consents;
DROP TABLE applicants;
DROP TABLE cases;
