-- What an analyst asks: shapes of tables, pivots, windows, lists, and a script from Databricks. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/analysis -f sql-examples/05-analysis.sql

CREATE SCHEMA IF NOT EXISTS sales;
USE SCHEMA sales;
CREATE OR REPLACE TABLE orders AS
SELECT i AS id, ['Bern', 'Genf', 'Basel'][1 + i % 3] AS city, 2023 + i % 2 AS year, 10.0 + (i * 37) % 90 AS amount,
       CASE WHEN i % 4 = 0 THEN NULL ELSE ['web', 'shop'][1 + i % 2] END AS channel
FROM range(24) r(i);

-- First look: one row a column.
SELECT column_name, column_type, min, max, count, null_percentage FROM (SUMMARIZE orders);

-- Years become columns, and back.
CREATE OR REPLACE VIEW by_year AS SELECT * FROM orders PIVOT (sum(amount) AS sum, count(*) AS n FOR year IN (2023, 2024) GROUP BY city);
FROM by_year ORDER BY city;
UNPIVOT (SELECT city, "2023_sum", "2024_sum" FROM by_year) ON COLUMNS('_sum') INTO NAME year VALUE amount ORDER BY ALL;

-- One expression for many columns; the name of each may come from the pattern.
SELECT city, round(max(COLUMNS('(\d+)_sum')) / 100, 1) AS 'k_\1' FROM by_year GROUP BY city ORDER BY city;

-- The best two orders of each city, and how far each stands from the one before it.
SELECT city, id, amount, amount - lag(amount) OVER w AS step
FROM orders
WINDOW w AS (PARTITION BY city ORDER BY amount DESC)
QUALIFY row_number() OVER w <= 2
ORDER BY city, amount DESC;

-- Lists: what was sold where, without leaving the row.
SELECT city, [x FOR x IN list_sort(list(amount)) IF x > 80] AS large, channel_names.array_to_string('+') AS channels
FROM (SELECT city, amount, list_sort(list(DISTINCT channel) OVER (PARTITION BY city)) AS channel_names FROM orders)
GROUP BY city, channel_names ORDER BY city;

-- A script written for Databricks runs as it is.
SELECT `city`, nvl(channel, 'unknown') AS channel, count_if(amount > 50) AS large, array_join(collect_set(year), '/') AS years
FROM orders@v0
WHERE city RLIKE '^B' AND NOT channel <=> 'web'
GROUP BY ALL
SORT BY city, channel;
SELECT city, e.part FROM orders LATERAL VIEW explode(split(city, 'e')) e AS part WHERE id < 2 ORDER BY ALL;

-- How it is read: the steps, and the version of each table.
EXPLAIN SELECT city, sum(amount) FROM orders WHERE year = 2024 GROUP BY city ORDER BY 2 DESC LIMIT 1;
