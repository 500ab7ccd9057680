DROP TABLE stale_lookups;
