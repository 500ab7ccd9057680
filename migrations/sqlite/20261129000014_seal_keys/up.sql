-- Keys that seal personal data, each wrapped by its parent: a case's by its month's, a month's by the master key, which is
-- not here. A case's key has the name of the case, its code. One that was destroyed has no text any more, and what it
-- sealed is gone in every copy.
CREATE TABLE seal_keys (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('roots', 'month', 'case')),
    parent_id TEXT REFERENCES seal_keys (id),
    wrapped TEXT,
    created_at TIMESTAMP NOT NULL,
    destroyed_at TIMESTAMP
);
CREATE INDEX seal_keys_by_parent ON seal_keys (parent_id);
CREATE INDEX seal_keys_destroyed ON seal_keys (destroyed_at) WHERE destroyed_at IS NOT NULL;
