ALTER TABLE applicants DROP COLUMN beneficiary_groups;
