DROP TABLE provider_subjects;
