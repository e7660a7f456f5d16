-- SUMMARIZE and DESCRIBE.

-- each $t: people | teams | numbers | nothing | pairs | orders | sales
SUMMARIZE $t;
-- each $q: SELECT id, age FROM people | SELECT 1 AS a, 'x' AS b | FROM teams | SELECT count(*) FROM people
SUMMARIZE $q;
SELECT column_name, column_type, count FROM (SUMMARIZE people) ORDER BY column_name;
SELECT column_name, min, max, approx_unique, null_percentage FROM (SUMMARIZE kinds) ORDER BY column_name;
SELECT count(*) AS c FROM (SUMMARIZE people);
SELECT column_name, "null" FROM (DESCRIBE SELECT id, name FROM people);
SELECT column_name FROM (DESCRIBE SELECT 1 AS a, 'x' AS b, sum(1), count(*));
