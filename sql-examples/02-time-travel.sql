-- Every change of a table is a version that stays readable. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/travel -f sql-examples/02-time-travel.sql

CREATE OR REPLACE TABLE stock (item STRING NOT NULL, place STRING, amount INT) PARTITIONED BY (place);
INSERT INTO stock VALUES ('bolt', 'north', 100), ('nut', 'north', 80), ('bolt', 'south', 20);
UPDATE stock SET amount = amount - 15 WHERE item = 'bolt' AND place = 'north';
DELETE FROM stock WHERE place = 'south';
SELECT * FROM stock ORDER BY ALL;

-- The same table as it was, by number (two spellings) or by instant.
SELECT count(*) AS rows_then FROM stock VERSION AS OF 1;
SELECT amount FROM stock@v1 WHERE item = 'bolt' AND place = 'north';
SELECT count(*) AS rows_now FROM stock TIMESTAMP AS OF current_timestamp;

-- What changed between two versions.
SELECT coalesce(a.item, b.item) AS item, coalesce(a.place, b.place) AS place, a.amount AS before, b.amount AS after
FROM stock VERSION AS OF 1 AS a FULL JOIN stock VERSION AS OF 3 AS b ON a.item = b.item AND a.place = b.place
WHERE a.amount IS DISTINCT FROM b.amount ORDER BY ALL;

-- What a row may not be is refused, and nothing of the statement stays.
-- expect error LSQ4005
INSERT INTO stock VALUES ('washer', 'north', 5), (NULL, 'north', 1);
SELECT count(*) AS rows_now FROM stock;

RESTORE TABLE stock TO VERSION AS OF 1;
DESCRIBE HISTORY stock;
