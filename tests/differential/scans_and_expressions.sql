-- Plain scans, projections and filters.

-- each $t: kinds | people | teams | orders | readings | prices | numbers | pairs | others | nothing | nested | texts | documents | "odd names" | sales
SELECT * FROM $t ORDER BY ALL;
-- each $t: kinds | people | orders | pairs | nothing | nested | sales
SELECT count(*) FROM $t;
-- each $t: people | teams | numbers | pairs
TABLE $t;
-- each $t: people | teams | numbers | pairs
FROM $t;
-- each $t: people | teams | numbers
FROM $t SELECT * LIMIT 0;
-- each $e: id | name AS n | age + 1 | salary * 2 AS double | upper(name) | city || '!' | age > 30 | team_id IS NULL | born
SELECT $e FROM people ORDER BY id;
-- each $c: id = 3 | id <> 3 | id != 3 | age >= 28 AND age < 40 | name LIKE 'A%' | city IS NULL | city IS NOT NULL | NOT (age > 30) | salary BETWEEN 3000 AND 6000 | age NOT BETWEEN 20 AND 40 | id IN (1, 3, 5) | id NOT IN (1, 3) | born < DATE '1990-01-01' | true | false | NULL | name = 'O''Neil' | team_id = 1 OR team_id = 3 AND age > 20
SELECT id, name FROM people WHERE $c ORDER BY id;

-- Constants of every kind.
-- each $e: 1 | -1 | 1.5 | .5 | 5. | 1e3 | 1.5e-2 | 'text' | '' | 'it''s' | NULL | TRUE | FALSE | DATE '2024-02-29' | TIMESTAMP '2024-02-29 12:00:00' | TIME '12:30:00' | TIMESTAMPTZ '2024-02-29 12:00:00+02' | INTERVAL 3 DAY | INTERVAL '1' YEAR | INTERVAL '1 day 2 hours' | [1, 2, 3] | [] | {'a': 1} | MAP {'a': 1} | (1, 2) | row(1, 'a') | 1_000_000 | 12345678901234567890 | 170141183460469231731687303715884105727 | 'a' || 'b' | e'tab\there' | $$dollar$$
SELECT $e;
-- each $e: 1 | -1 | 1.5 | 100000000000 | 'text' | NULL | TRUE | DATE '2024-02-29' | [1, 2] | {'a': 1} | INTERVAL 3 DAY | 1e3 | 12345678901234567890
SELECT typeof($e) AS t, $e AS v;

-- CASE.
-- each $e: CASE WHEN age > 40 THEN 'old' WHEN age > 30 THEN 'mid' ELSE 'young' END | CASE WHEN age > 40 THEN 1 END | CASE team_id WHEN 1 THEN 'one' WHEN 2 THEN 'two' END | CASE team_id WHEN NULL THEN 'null' ELSE 'other' END | CASE WHEN age IS NULL THEN NULL ELSE age * 1.5 END | CASE WHEN true THEN id ELSE id / 0 END
SELECT id, $e AS c FROM people ORDER BY id;
SELECT CASE age WHEN 34 THEN CASE city WHEN 'Lisbon' THEN 'both' ELSE 'age' END ELSE 'none' END AS c FROM people ORDER BY id;
SELECT if(age > 30, 'a', 'b') AS i, ifnull(city, '?') AS n, coalesce(city, name, 'none') AS c, nullif(age, 28) AS u FROM people ORDER BY id;

-- FROM-first, trailing commas, prefix aliases.
FROM people SELECT name, age, WHERE age > 30 ORDER BY id;
FROM people p SELECT p.name WHERE p.age > 30 ORDER BY p.id;
SELECT n: name, years: age FROM people ORDER BY id;
SELECT name, FROM people, WHERE id = 1;
SELECT ALL name FROM people ORDER BY id;
SELECT people.name, people.* FROM people ORDER BY people.id;
SELECT p FROM people p WHERE id = 1;
SELECT p.name, q.name FROM people p, teams q WHERE p.team_id = q.id ORDER BY p.id;
SELECT "Two Words", "select", "ÄÖ", "upper", "a.b" FROM "odd names" ORDER BY 1;
SELECT "odd names"."Two Words" + 1 AS x FROM "odd names" ORDER BY x;
SELECT o.* FROM "odd names" o ORDER BY o."Two Words";
SELECT #1, #3 FROM people ORDER BY #1;
SELECT id, id AS id2, id FROM people WHERE id < 3 ORDER BY id;
VALUES (1, 'a'), (2, 'b');
VALUES (1), (2), (NULL) ORDER BY 1 DESC;
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v;
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(x);
SELECT col0, col1 FROM (VALUES (1, 'a'), (2, 'b')) ORDER BY col0;
SELECT rowid IS NULL FROM (SELECT 1 AS rowid);
/* a comment */ SELECT /* inside /* nested */ */ 1 -- to the end
+ 1 AS two;
SELECT 1 AS a, 2 AS A;
SELECT 1 "a b", 2 AS "c";
SELECT 1 AS 'text name';
