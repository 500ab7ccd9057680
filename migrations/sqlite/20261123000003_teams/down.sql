DROP TABLE exceptional_half_days;
DROP TABLE duty_officers;
DROP TABLE duties;
DROP TABLE team_wards;
DROP TABLE teams;
DROP TABLE kits;
DROP TABLE officers;
