CREATE INDEX cases_near_deadline ON cases (deadline_on) WHERE deadline_on IS NOT NULL;
