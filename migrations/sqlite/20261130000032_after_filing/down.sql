DROP TABLE remarks;
DROP TABLE case_answers;
DROP TABLE case_secrets;
