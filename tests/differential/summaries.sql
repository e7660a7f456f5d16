-- SUMMARIZE and DESCRIBE. Types are left out: LakeSql shows them by the names that its tables have.

-- each $t: people | teams | numbers | nothing | pairs | orders | sales
SELECT * EXCLUDE (column_type) FROM (SUMMARIZE $t);
-- each $q: SELECT id, age FROM people | SELECT 1 AS a, 'x' AS b | FROM teams | SELECT count(*) FROM people
SELECT * EXCLUDE (column_type) FROM (SUMMARIZE $q);
SELECT column_name, count FROM (SUMMARIZE people) ORDER BY column_name;
SELECT column_name, min, max, approx_unique, null_percentage FROM (SUMMARIZE kinds) ORDER BY column_name;
SELECT count(*) AS c FROM (SUMMARIZE people);
SELECT column_name, "null" FROM (DESCRIBE SELECT id, name FROM people);
SELECT column_name FROM (DESCRIBE SELECT 1 AS a, 'x' AS b, sum(1), count(*));
