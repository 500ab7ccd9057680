DROP TABLE list_headings;
DROP TABLE list_rows;
DROP TABLE lists;
