DROP INDEX cases_near_deadline;
