DROP TABLE spent_passes;
DROP TABLE wrong_checks;
DROP TABLE feedback;
