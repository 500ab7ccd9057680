-- What a household said about its home and its people, so that officers bring what helps. Beside the case, because
-- few cases have it.
CREATE TABLE case_readiness (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    sealed_readiness TEXT NOT NULL
);
