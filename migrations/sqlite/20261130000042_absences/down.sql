DROP INDEX duties_by_kit;
DROP TABLE kit_outages;
DROP TABLE officer_leaves;
