-- PIVOT and UNPIVOT.

-- each $p: ON year USING sum(amount) | ON year USING sum(amount) GROUP BY region | ON quarter USING sum(amount), count(*) GROUP BY region | ON quarter USING sum(amount) AS s, max(amount) AS m GROUP BY region | ON region, year USING sum(amount) GROUP BY quarter | ON region || '_' || year USING count(*) GROUP BY quarter | ON year IN (2022, 2024) USING sum(amount) GROUP BY region | ON year IN (2022, 2030) USING count(*) GROUP BY region | ON quarter | ON region USING first(amount ORDER BY amount) GROUP BY year, quarter | ON region IN ('north', 'south') USING avg(amount) GROUP BY year | ON upper(region) USING sum(amount) GROUP BY year | USING sum(amount) GROUP BY region | ON year USING sum(amount * 2) + 1 GROUP BY region | ON year USING count(DISTINCT quarter) GROUP BY region | ON region IN (SELECT DISTINCT region FROM sales WHERE region <> 'east' ORDER BY region) USING sum(amount) GROUP BY year
PIVOT sales $p ORDER BY ALL;
-- each $p: sum(amount) FOR year IN (2022, 2023) | sum(amount) FOR year IN (2022 AS a, 2023 AS b) | sum(amount) AS s, count(*) AS c FOR year IN (2022, 2023) | sum(amount) FOR year IN (2022, 2023) quarter IN ('q1', 'q2') | sum(amount) FOR year IN (2022, 2023) GROUP BY region | sum(amount) FOR (year, quarter) IN ((2022, 'q1'), (2023, 'q2')) | max(amount) FOR region IN ('north', 'south') GROUP BY year
SELECT * FROM sales PIVOT ($p) ORDER BY ALL;
SELECT * FROM (PIVOT sales ON year USING sum(amount) GROUP BY region) ORDER BY ALL;
SELECT p.region, p."2022" + p."2023" AS both FROM (PIVOT sales ON year USING sum(amount) GROUP BY region) p ORDER BY ALL;
WITH p AS (PIVOT sales ON quarter USING sum(amount) GROUP BY year) SELECT year, q1, q4 FROM p ORDER BY year;
PIVOT (SELECT region, amount FROM sales WHERE year > 2022) ON region USING sum(amount);
PIVOT (SELECT * FROM sales s JOIN (VALUES ('q1', 'first')) v(quarter, label) USING (quarter)) ON label USING sum(amount) GROUP BY region ORDER BY region;
PIVOT people ON city USING count(*) GROUP BY team_id ORDER BY ALL;
PIVOT nothing ON name USING sum(amount) GROUP BY id;
FROM (PIVOT sales ON year USING sum(amount) GROUP BY region) SELECT count(*) AS c;
PIVOT sales ON nope USING sum(amount);
PIVOT sales ON year USING sum(nope);
PIVOT sales ON year USING amount;
SELECT * FROM sales PIVOT (sum(amount) FOR nope IN (1));
PIVOT_WIDER sales ON year USING sum(amount) GROUP BY region ORDER BY ALL;

-- each $u: ON n, centred INTO NAME k VALUE v | ON n, centred | ON COLUMNS('n|centred') INTO NAME k VALUE v | ON (n, centred) AS a INTO NAME k VALUE x, y | ON * INTO NAME k VALUE v | ON n AS first, centred AS second INTO NAME k VALUE v | ON COLUMNS(* EXCLUDE (square, quarter)) INTO NAME k VALUE v
UNPIVOT (SELECT * FROM numbers WHERE n < 3) $u ORDER BY ALL;
-- each $u: v FOR k IN (n, centred) | v FOR k IN (n AS 'one', centred AS 'two') | (v, w) FOR k IN ((n, centred), (square, quarter)) | v FOR k IN (*)
SELECT * FROM (SELECT * FROM numbers WHERE n < 3) UNPIVOT ($u) ORDER BY ALL;
-- each $n:  | INCLUDE NULLS | EXCLUDE NULLS
SELECT * FROM (SELECT id, age, team_id FROM people) UNPIVOT $n (v FOR k IN (age, team_id)) ORDER BY ALL;
SELECT k, sum(v) AS s FROM (UNPIVOT numbers ON n, centred INTO NAME k VALUE v) GROUP BY k ORDER BY k;
PIVOT_LONGER (SELECT n, centred FROM numbers WHERE n = 1) ON n, centred INTO NAME k VALUE v ORDER BY ALL;
UNPIVOT people ON name, age INTO NAME k VALUE v;
UNPIVOT people ON nope INTO NAME k VALUE v;
UNPIVOT (SELECT id::VARCHAR AS id, name FROM teams) ON id, name INTO NAME k VALUE v ORDER BY ALL;
