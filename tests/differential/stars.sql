-- Stars and COLUMNS.

-- each $s: * | people.* | * EXCLUDE (city, age) | * EXCLUDE city | * REPLACE (age + 1 AS age) | * REPLACE (upper(name) AS name, 0 AS id) | * RENAME (name AS label) | * RENAME name AS label | * LIKE '%a%' | * NOT LIKE '%a%' | * ILIKE 'N%' | * SIMILAR TO '.*e' | * GLOB 'n*' | COLUMNS(*) | COLUMNS('^a') | COLUMNS(['id', 'name']) | COLUMNS(lambda c: c LIKE '%e') | COLUMNS(c -> length(c) < 4) | COLUMNS(* EXCLUDE (city)) | COLUMNS('(.*)e') AS 'x_\1' | COLUMNS(people.*) | id, * EXCLUDE (id) | *, 1 AS one | COLUMNS('id|age') + 1 | COLUMNS('id|age')::VARCHAR | [COLUMNS('id|age')] | coalesce(*COLUMNS('id|age')) | [*COLUMNS('id|age')] | {'a': COLUMNS('id')} | COLUMNS('id') + COLUMNS('id') | struct_pack(*COLUMNS('id|age')) | greatest(*COLUMNS(['id', 'age'])) | CASE WHEN COLUMNS('id|age') > 5 THEN 'big' END | COLUMNS(* EXCLUDE (name, city, born, salary)) * 2 | concat(*COLUMNS(*)) | #1 | #2, #1 | * EXCLUDE (nope) | * REPLACE (1 AS nope) | COLUMNS('nope') | * EXCLUDE (id, id) | COLUMNS(['nope']) | * RENAME (nope AS x) | nope.* | COLUMNS('id') + COLUMNS('age') | upper(*) | * + 1
SELECT $s FROM people ORDER BY ALL;
-- each $f: min | max | count | first | list
SELECT $f(COLUMNS(*)) FROM teams;
-- each $s: p.*, t.name AS team | p.* EXCLUDE (city), t.* | * EXCLUDE (p.city) | * EXCLUDE (p.id, t.id) | COLUMNS(p.*) | COLUMNS('name') | t.* REPLACE (upper(t.name) AS name) | p.* RENAME (name AS person)
SELECT $s FROM people p JOIN teams t ON p.team_id = t.id ORDER BY ALL;
SELECT count(*) AS c, count(COLUMNS(*)) FROM people;
SELECT sum(COLUMNS('id|age')) AS total FROM people;
SELECT max(COLUMNS(* EXCLUDE (name, city))), min(age) AS a FROM people;
SELECT id FROM people WHERE COLUMNS('id|team_id') > 1 ORDER BY id;
SELECT id FROM people WHERE COLUMNS(* EXCLUDE (salary)) IS NOT NULL ORDER BY id;
SELECT * FROM people ORDER BY COLUMNS('team_id|id') DESC;
SELECT city, max(COLUMNS('id|age')) FROM people GROUP BY city ORDER BY ALL;
SELECT COLUMNS('n') FROM (SELECT 1 AS n1, 2 AS n2, 3 AS m);
SELECT COLUMNS('(\w)(\d)') AS '\2\1' FROM (SELECT 1 AS n1, 2 AS n2, 3 AS m);
SELECT * FROM people UNION ALL SELECT * FROM people WHERE false ORDER BY ALL;
SELECT * EXCLUDE (a) FROM (SELECT 1 AS a, 2 AS b);
SELECT * EXCLUDE (id) FROM (SELECT * FROM teams) ORDER BY ALL;
SELECT a.*, b.* FROM (SELECT 1 AS x) a, (SELECT 2 AS x) b;
SELECT DISTINCT * EXCLUDE (id) FROM people ORDER BY ALL;
SELECT count(*) AS a, count(people.*) AS b, count(people) AS c FROM people;
SELECT count(*) AS a, count(t.*) AS b, count(t) AS c, count(p.*) AS d FROM people p LEFT JOIN teams t ON p.team_id = t.id;
SELECT * NOT SIMILAR TO '.*e' FROM people ORDER BY ALL;
SELECT row(COLUMNS(*)) FROM teams ORDER BY ALL;
SELECT list(COLUMNS('id|name') ORDER BY id) FROM teams;
SELECT COLUMNS(x -> x IN ('id', 'name')) FROM teams ORDER BY id;
SELECT *;
SELECT COLUMNS(*) + 'a' FROM teams;
