CREATE TABLE people (id INT, name STRING, age INT, city STRING, born DATE, tags ARRAY<STRING>, pos STRUCT<x: INT, y: INT>);
INSERT INTO people VALUES (1, 'Ana', 30, 'Lisbon', DATE '1994-01-01', ['a'], {'x': 1, 'y': 2});
CREATE TABLE teams (id INT, name STRING NOT NULL, city STRING);
INSERT INTO teams VALUES (1, 'Red', 'Lisbon');
CREATE VIEW adults AS SELECT id, name FROM people WHERE age >= 18;
CREATE SCHEMA sales;
CREATE TABLE sales.orders (id INT, amount DECIMAL(10,2));
CREATE VOLUME files;
CREATE USER ana PASSWORD 'secret-12345';
CREATE GROUP analysts
