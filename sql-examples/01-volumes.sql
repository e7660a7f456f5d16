-- Files in volumes: written, listed, read as rows, removed. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/volumes -f sql-examples/01-volumes.sql

CREATE SCHEMA IF NOT EXISTS files;
USE SCHEMA files;
CREATE VOLUME IF NOT EXISTS inbox COMMENT 'what others send us';

-- A query becomes a file: the format follows from the name.
COPY (SELECT i AS id, 'item ' || i AS name, i * 1.5 AS price FROM range(1, 6) r(i))
  TO '/Volumes/main/files/inbox/day1/items.csv';
COPY (SELECT i AS id, 'item ' || i AS name, i * 1.5 AS price FROM range(6, 9) r(i))
  TO '/Volumes/main/files/inbox/day2/items.csv';
COPY (SELECT {'id': 1, 'tags': ['new', 'cheap']} AS item)
  TO '/Volumes/main/files/inbox/tags.json';
LIST '/Volumes/main/files/inbox/' RECURSIVE;

-- Files as rows: one file, a pattern, or all below a directory.
SELECT * FROM read_files('/Volumes/main/files/inbox/*/items.csv') ORDER BY id;
SELECT item.id, item.tags[2] AS second_tag FROM read_files('/Volumes/main/files/inbox/tags.json');
SELECT path, length FROM read_files('/Volumes/main/files/inbox/', format => 'binaryFile') ORDER BY path;

-- A table from files, with the day taken from the path. (For csv, json and parquet: filename => true.)
CREATE OR REPLACE TABLE sizes AS
SELECT regexp_extract(path, 'day(\d)', 1) AS day, sum(length) AS bytes
FROM read_files('/Volumes/main/files/inbox/day*/*.csv', format => 'binaryFile') GROUP BY day;
SELECT * FROM sizes ORDER BY day;

REMOVE '/Volumes/main/files/inbox/day1/items.csv';
-- expect error LSQ2018
SELECT * FROM read_files('/Volumes/main/files/inbox/day1/items.csv');
