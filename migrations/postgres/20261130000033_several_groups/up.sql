-- All beneficiary groups of a person, codes parted by ';', empty for none. beneficiary_group keeps the first of them for
-- processes of before; where one of those wrote the row this is NULL, and the one group counts.
ALTER TABLE applicants ADD COLUMN beneficiary_groups TEXT;
UPDATE applicants SET beneficiary_groups = CASE beneficiary_group WHEN 'none' THEN '' ELSE beneficiary_group END;
