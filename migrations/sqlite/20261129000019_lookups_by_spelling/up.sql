-- Keyed hashes of names and doors follow the spelling now (Hoa and Hòa are two names), where they followed letters without
-- marks. What was stored before is hashed anew by the worker, case by case; erased cases have hashes of nobody.
CREATE TABLE stale_lookups (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id)
);
INSERT INTO stale_lookups (case_id)
SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM data_requests WHERE done_at IS NOT NULL);
