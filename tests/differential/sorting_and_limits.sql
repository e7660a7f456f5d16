-- ORDER BY, LIMIT, OFFSET, FETCH, samples, DISTINCT.

-- each $o: id | id DESC | age, id | age DESC, id | age NULLS FIRST, id | city NULLS LAST, id | 1 | 2, 1 | name | upper(name), id | length(name) DESC NULLS LAST, id | age % 10, id | -id | city || name, id | ALL | ALL DESC | salary DESC NULLS LAST, age DESC, id | born, id | (id % 3, id) | id IN (3, 5) DESC, id | CASE WHEN city = 'Lisbon' THEN 0 ELSE 1 END, id | team_id IS NULL, id | coalesce(age, 0), id | people.id | years, id | NULL, id
SELECT id, name, age AS years FROM people ORDER BY $o;
-- each $l: LIMIT 3 | LIMIT 0 | LIMIT 100 | LIMIT 2 OFFSET 3 | OFFSET 5 | OFFSET 2 LIMIT 2 | LIMIT ALL | LIMIT 1 + 1 | LIMIT NULL | FETCH FIRST 2 ROWS ONLY | FETCH NEXT 1 ROW ONLY | FETCH FIRST ROW ONLY | OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY | LIMIT 50% | LIMIT 25 PERCENT | LIMIT 10.5% | OFFSET 100 | LIMIT 2.7 | LIMIT -1 | LIMIT 'a' | OFFSET -1 | LIMIT '2'
SELECT id FROM people ORDER BY id $l;
-- each $d: DISTINCT city | DISTINCT age, city | DISTINCT ON (city) city, name | DISTINCT ON (age) age, id | DISTINCT ON (city, team_id) id | DISTINCT ON (upper(city)) city | DISTINCT id % 2 AS p | DISTINCT * | ALL city
SELECT $d FROM people ORDER BY ALL;
SELECT DISTINCT ON (city) city, name FROM people ORDER BY city, age DESC NULLS LAST, id;
SELECT DISTINCT ON (status) status, id, amount FROM orders ORDER BY status, amount DESC NULLS LAST, id;
SELECT DISTINCT ON (1) city, id FROM people ORDER BY city, id DESC;
SELECT DISTINCT k, v FROM pairs ORDER BY k, v;
SELECT DISTINCT city FROM people WHERE id NOT IN (4, 5) ORDER BY age;
SELECT DISTINCT city FROM people ORDER BY upper(city), city;
-- each $s: USING SAMPLE 100% | USING SAMPLE 1000 ROWS | USING SAMPLE reservoir(1000 ROWS) | USING SAMPLE 100 PERCENT (bernoulli) | USING SAMPLE 0 ROWS | USING SAMPLE 100% (system, 42)
SELECT count(*) AS c FROM (SELECT * FROM people $s);
-- each $s: 100% | (100 PERCENT) | reservoir(5 ROWS) | bernoulli(100%) | system(100%) | reservoir(5) REPEATABLE (42) | 5 ROWS
SELECT count(*) AS c FROM people TABLESAMPLE $s;
SELECT id FROM orders USING SAMPLE reservoir(5 ROWS) REPEATABLE (42);
-- each $q: QUALIFY row_number() OVER (PARTITION BY city ORDER BY id) = 1 | QUALIFY count(*) OVER (PARTITION BY city) > 1 | QUALIFY r < 3 | WHERE age > 20 QUALIFY rank() OVER (ORDER BY age) <= 2 | WINDOW w AS (PARTITION BY team_id ORDER BY id DESC) QUALIFY row_number() OVER w = 1
SELECT id, city, row_number() OVER (ORDER BY id DESC) AS r FROM people $q ORDER BY id;
SELECT city, count(*) AS c FROM people GROUP BY city QUALIFY rank() OVER (ORDER BY count(*) DESC) = 1 ORDER BY city;
SELECT city, count(*) AS c FROM people GROUP BY city HAVING count(*) > 1 QUALIFY row_number() OVER (ORDER BY city) = 1;
SELECT id FROM people WHERE age > 20 ORDER BY age DESC, id LIMIT 3;
SELECT name FROM people ORDER BY lower(name), id NULLS FIRST LIMIT 4;
SELECT id AS x FROM people ORDER BY x DESC LIMIT 2;
SELECT -id AS id FROM people ORDER BY id LIMIT 2;
SELECT -id AS id FROM people ORDER BY people.id LIMIT 2;
SELECT id FROM people ORDER BY 2;
SELECT id FROM people ORDER BY 0;
SELECT id FROM people ORDER BY 'id', id;
SELECT count(*) AS c FROM people ORDER BY c;
SELECT * FROM people ORDER BY ALL DESC NULLS LAST LIMIT 2;
SELECT sum(id) AS s FROM (SELECT id FROM people ORDER BY id LIMIT 3);
SELECT list ORDER BY list FROM nested;
SELECT list FROM nested ORDER BY list NULLS FIRST;
SELECT pair FROM nested ORDER BY pair DESC NULLS LAST;
