DROP TABLE return_channels;
