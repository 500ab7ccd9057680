-- Who of a household needs a card and no visit, with what they do instead: names, so sealed under the case's key and gone
-- with the household's data. One row for a case that has such people.
CREATE TABLE unvisited_people (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    sealed_people TEXT NOT NULL
);
