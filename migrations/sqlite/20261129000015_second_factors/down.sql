ALTER TABLE sign_ins DROP COLUMN proven_at;
DROP TABLE second_factor_resets;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
