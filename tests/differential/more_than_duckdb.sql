-- What LakeSql reads on purpose and DuckDB does not.

-- more: a form of Databricks
SELECT 1 < 2 = true AS r;
-- more: a form of Databricks
SELECT initcap(body) AS r FROM texts;
-- more: a form of Databricks
-- each $e: nvl(1, 2) | 7 DIV 2 | 1 <=> NULL | collect_list(1) | 'abc' RLIKE 'b' | array_size([1, 2]) | explode([1, 2]) | date_format(DATE '2024-01-01', 'yyyy')
SELECT $e AS r;
-- more: a form of Databricks
SELECT * EXCEPT (id) FROM teams;
-- more: a form of Databricks
SELECT id FROM teams LATERAL VIEW explode([1, 2]) t AS x;
-- more: a form of Databricks
SELECT id FROM teams SORT BY id;
-- more: less to remember
-- each $e: 1 BETWEEN SYMMETRIC 2 AND 0 | 5! + 1 | 0x1F AS r, 1 | 'abc'.upper()
SELECT $e AS r;
-- more: less to remember
-- each $e: INTERVAL -1 DAY | INTERVAL 1.5 HOURS | '{"a": 5}' -> 'a' = '5' | '{"a": 5}' -> 'a' > 3
SELECT $e AS r;
-- more: less to remember
SELECT nested.pair.* FROM nested;
-- more: less to remember
SELECT x.* FROM (pairs p JOIN others o USING (k)) x;
-- more: less to remember
-- each $s: * EXCLUDE (city) REPLACE (age * 2 AS age) RENAME (age AS years) | COLUMNS(* LIKE '%a%')
SELECT $s FROM people;
-- more: less to remember
SELECT id FROM teams GROUP BY COLUMNS('id');
-- more: less to remember
-- each $w: value | key | type | name | year | rows | json | map | range | lambda | first | day | month | percent
SELECT 1 $w;
-- more: less to remember
-- each $w: end | all | left | select | group | order
SELECT {'$w': 1}.$w AS r, {$w: 2} AS s;
-- more: less to remember
SELECT lambda.a FROM (SELECT 1 AS a) lambda;
