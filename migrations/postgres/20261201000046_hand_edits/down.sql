DROP TABLE hand_edit_duties;
DROP TABLE hand_edits;
DROP TABLE locked_duties;
DROP TABLE hand_placements;
