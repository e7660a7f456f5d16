-- A table over its life: rules, changes, merges, and what happened meanwhile. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/tables -f sql-examples/06-tables.sql

CREATE TABLE orders (
  id INT NOT NULL,
  item STRING DEFAULT 'bolt',
  amount DECIMAL(10,2),
  with_tax DECIMAL(10,2) GENERATED ALWAYS AS (amount * 1.2),
  CONSTRAINT positive CHECK (amount > 0)
) TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true');

INSERT INTO orders (id, amount) VALUES (1, 10), (2, 20.5), (3, 7);

-- What the table refuses is refused, with the row.
-- expect error LSQ4005
INSERT INTO orders (id, amount) VALUES (4, -1);

MERGE INTO orders AS t
USING (VALUES (1, 'nut', 11.0), (3, 'gone', NULL), (9, 'washer', 2.5)) AS s(id, item, amount) ON t.id = s.id
WHEN MATCHED AND s.amount IS NULL THEN DELETE
WHEN MATCHED THEN UPDATE SET item = s.item, amount = s.amount
WHEN NOT MATCHED THEN INSERT (id, item, amount) VALUES (s.id, s.item, s.amount);

SELECT id, item, amount, with_tax FROM orders ORDER BY id;

-- Row by row, what the merge did.
SELECT id, item, amount, _change_type FROM table_changes('orders', 2, 2) ORDER BY id, _change_type DESC;

-- Columns come, go and change their names; old versions stay as they were.
ALTER TABLE orders ADD COLUMNS (region STRING COMMENT 'where it goes');
ALTER TABLE orders SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name');
ALTER TABLE orders RENAME COLUMN item TO article;
INSERT INTO orders BY NAME SELECT 10 AS id, 'screw' AS article, 3 AS amount, 'eu' AS region;
INSERT INTO orders REPLACE WHERE region = 'eu' (id, article, amount, region) VALUES (11, 'screw', 4, 'eu');
SELECT * FROM orders ORDER BY id;
SELECT count(*) AS rows_then, max(item) AS item FROM orders@v1;

-- Only the files that can hold the row are read.
EXPLAIN SELECT * FROM orders WHERE id = 11;
