DROP TABLE case_readiness;
