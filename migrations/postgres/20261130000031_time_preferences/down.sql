DROP TABLE time_preferences;
