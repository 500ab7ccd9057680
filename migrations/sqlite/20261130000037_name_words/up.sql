-- Keyed hashes of the words of names, so that a caller is found by name while names themselves stay sealed: each word
-- without marks, and as it is spelt where it has marks. `whose` is -1 for the contact, else the person's place in the case.
-- Gone with the household's data. The worker fills in those of cases from before.
CREATE TABLE name_words (
    word TEXT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    whose INTEGER NOT NULL,
    PRIMARY KEY (word, case_id, whose)
) WITHOUT ROWID;
CREATE INDEX name_words_case ON name_words (case_id);
INSERT INTO stale_lookups (case_id)
SELECT id FROM cases
WHERE id NOT IN (SELECT case_id FROM data_requests WHERE done_at IS NOT NULL)
AND id NOT IN (SELECT case_id FROM stale_lookups);
