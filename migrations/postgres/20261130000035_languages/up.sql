-- In which language a family is written to, where it is not Vietnamese. Apart from `cases`, which has as many columns as
-- can be read at once.
CREATE TABLE case_languages (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    language TEXT NOT NULL
);
-- What a mail says in the family's language, beside what a caller says: said again when the family has another address.
ALTER TABLE notifications ADD COLUMN sealed_said TEXT;
