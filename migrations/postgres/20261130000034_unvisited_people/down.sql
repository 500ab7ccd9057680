DROP TABLE unvisited_people;
