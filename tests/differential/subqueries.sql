-- Subqueries in every clause.

-- each $c: EXISTS (SELECT 1 FROM teams t WHERE t.id = p.team_id) | NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = p.team_id) | p.team_id IN (SELECT id FROM teams WHERE city IS NOT NULL) | p.team_id NOT IN (SELECT id FROM teams WHERE id < 3) | p.age = (SELECT max(age) FROM people) | p.age > (SELECT avg(age) FROM people) | p.salary >= ALL (SELECT salary FROM people WHERE salary IS NOT NULL) | p.age < ANY (SELECT age FROM people WHERE city = 'Lisbon') | p.age = SOME (SELECT age FROM people q WHERE q.id <> p.id) | (p.city, p.team_id) IN (SELECT city, team_id FROM people WHERE id > 4) | p.age > (SELECT avg(age) FROM people q WHERE q.city = p.city) | (SELECT count(*) FROM orders o WHERE o.person_id = p.id) > 33 | EXISTS (SELECT 1 FROM orders o WHERE o.person_id = p.id AND o.amount > 990) | p.id IN (SELECT person_id FROM orders GROUP BY person_id HAVING sum(amount) > 16000) | p.id <> ALL (SELECT team_id FROM people WHERE team_id IS NOT NULL) | p.id IN (SELECT id FROM people q WHERE q.name IN (SELECT name FROM people r WHERE r.age > q.age - 1)) | p.name = (SELECT name FROM people q WHERE q.id = p.id + 1) | p.id = ANY ([1, 3]) | p.id IN (SELECT unnest([2, 4])) | NOT (p.id IN (SELECT id FROM teams)) | (SELECT p.age) > 30 | EXISTS (FROM teams) | p.id = (SELECT min(id) FROM people q WHERE q.age = p.age) | p.team_id = (SELECT id FROM teams t WHERE t.name = 'Red') | (p.id, p.age) = (SELECT id, age FROM people WHERE id = 3) | p.salary BETWEEN (SELECT min(salary) FROM people) AND (SELECT avg(salary) FROM people)
SELECT p.id, p.name FROM people p WHERE $c ORDER BY p.id;
-- each $e: (SELECT t.name FROM teams t WHERE t.id = p.team_id) | (SELECT count(*) FROM orders o WHERE o.person_id = p.id) | (SELECT max(amount) FROM orders o WHERE o.person_id = p.id AND o.status = 'paid') | EXISTS (SELECT 1 FROM teams t WHERE t.city = p.city) | p.age - (SELECT avg(age) FROM people) | p.age IN (SELECT age FROM people q WHERE q.id < p.id) | (SELECT list(t.id ORDER BY t.id) FROM teams t WHERE t.id <= p.team_id) | ARRAY(SELECT t.id FROM teams t WHERE t.id > p.team_id ORDER BY 1) | CASE WHEN EXISTS (SELECT 1 FROM teams t WHERE t.id = p.team_id) THEN 'in' ELSE 'out' END | (SELECT (SELECT t.name || p.name FROM teams t WHERE t.id = q.team_id) FROM people q WHERE q.id = p.id) | coalesce((SELECT name FROM teams t WHERE t.id = p.team_id), 'none') | (SELECT x FROM (SELECT p.id + 1 AS x)) | (SELECT sum(v) FROM (VALUES (p.id), (10)) t(v)) | (SELECT amount FROM orders o WHERE o.person_id = p.id ORDER BY o.id LIMIT 1) | (SELECT {'n': count(*), 'm': max(id)} FROM orders o WHERE o.person_id = p.id) | (SELECT string_agg(status, ',' ORDER BY id) FROM orders o WHERE o.person_id = p.id AND o.id < 20) | (WITH c AS (SELECT p.id AS i) SELECT i * 2 FROM c) | (SELECT p.id UNION SELECT p.id) | (SELECT count(*) FROM teams t WHERE t.id > ALL (SELECT q.team_id FROM people q WHERE q.id = p.id)) | (VALUES (p.id)) | (FROM teams SELECT max(id)) | (SELECT max(x) FROM unnest([p.id, 3]) u(x))
SELECT p.id, $e AS r FROM people p ORDER BY p.id;
-- Wherever an expression can stand.
SELECT id FROM people p ORDER BY (SELECT count(*) FROM orders o WHERE o.person_id = p.id) DESC, id;
SELECT (SELECT max(id) FROM teams) AS m, count(*) AS c FROM people GROUP BY (SELECT 1);
SELECT city, count(*) AS c FROM people GROUP BY city HAVING count(*) >= (SELECT max(x) FROM (SELECT 2 AS x)) ORDER BY city;
SELECT city FROM people GROUP BY city HAVING max(age) > (SELECT avg(age) FROM people) ORDER BY city;
SELECT sum((SELECT count(*) FROM orders o WHERE o.person_id = p.id)) AS s FROM people p;
SELECT id FROM people LIMIT (SELECT 2);
SELECT id FROM people ORDER BY id OFFSET (SELECT count(*) - 1 FROM people);
SELECT p.id FROM people p JOIN teams t ON t.id = (SELECT min(team_id) FROM people q WHERE q.id = p.id) ORDER BY ALL;
SELECT id, row_number() OVER (ORDER BY (SELECT count(*) FROM orders o WHERE o.person_id = p.id), id) AS r FROM people p ORDER BY id;
SELECT count(*) FILTER (WHERE team_id IN (SELECT id FROM teams WHERE id > 1)) AS c FROM people;
SELECT * FROM (SELECT id, name FROM people WHERE age > 30) s WHERE s.id < 6 ORDER BY id;
SELECT * FROM (SELECT * FROM (SELECT id FROM people) a) b ORDER BY id;
SELECT x.a + y.b AS c FROM (SELECT 1 AS a) x, (SELECT 2 AS b) y;
SELECT (SELECT 1, 2) AS two;
SELECT (SELECT id FROM people) AS many;
SELECT (SELECT id FROM people WHERE false) AS none;
SELECT 1 IN (SELECT 1, 2) AS wide;
-- A comma makes a list of one subquery, which has one row at most.
-- each $q: SELECT 1 | SELECT 2 | SELECT NULL | SELECT 1 WHERE false | SELECT unnest([1, 2])
SELECT 1 IN (($q),) AS l, 1 NOT IN (($q),) AS n, 1 IN (($q)) AS s;
SELECT 1 IN ((SELECT 2),);
SELECT id FROM people WHERE (SELECT true);
SELECT id FROM people WHERE id IN (SELECT team_id FROM teams) ORDER BY id;
SELECT CASE (SELECT 1) WHEN 1 THEN (SELECT 'one') END AS c;
SELECT [(SELECT 1), (SELECT 2)] AS l, {'a': (SELECT 3)} AS s, (SELECT [1, 2])[1] AS f;
SELECT DISTINCT (SELECT t.name FROM teams t WHERE t.id = p.team_id) AS t FROM people p ORDER BY t;
SELECT count(*) AS c FROM people p, LATERAL (SELECT * FROM orders o WHERE o.person_id = p.id AND EXISTS (SELECT 1 FROM teams t WHERE t.id = p.team_id AND o.amount > t.id)) x;
SELECT id, amount FROM orders o WHERE amount = (SELECT max(amount) FROM orders i WHERE i.status = o.status) ORDER BY id;
SELECT status, id FROM orders o WHERE (status, amount) IN (SELECT status, max(amount) FROM orders GROUP BY status) ORDER BY ALL;
