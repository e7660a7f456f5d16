-- Window functions: every frame, every exclusion.

-- each $f: row_number() | rank() | dense_rank() | percent_rank() | cume_dist() | ntile(3) | lag(n) | lead(n) | lag(n, 2) | lag(n, 2, -1) | lead(n, 3, 99) | first_value(n) | last_value(n) | nth_value(n, 2) | sum(n) | count(*) | avg(n) | min(square) | max(square) | list(n) | string_agg(n::VARCHAR, ',') | first(n) | last(n) | rank_dense() | median(n) | arg_max(n, square) | fill(n)
SELECT n, $f OVER (ORDER BY n) AS r, $f OVER (PARTITION BY n % 3 ORDER BY n DESC) AS p FROM numbers ORDER BY n;
-- each $u: ROWS | GROUPS
-- each $b: UNBOUNDED PRECEDING | 1 PRECEDING | CURRENT ROW | BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW | BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING | BETWEEN 2 PRECEDING AND 1 PRECEDING | BETWEEN 1 PRECEDING AND 1 FOLLOWING | BETWEEN CURRENT ROW AND 2 FOLLOWING | BETWEEN 1 FOLLOWING AND 3 FOLLOWING | BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
SELECT n, sum(n) OVER (ORDER BY n // 2 $u $b) IS NOT NULL AS s, count(*) OVER (ORDER BY n $u $b) AS c, list(n) OVER (ORDER BY n $u $b) AS l FROM numbers ORDER BY n;
-- each $b: UNBOUNDED PRECEDING | 2 PRECEDING | BETWEEN 2 PRECEDING AND 2 FOLLOWING | BETWEEN CURRENT ROW AND 3 FOLLOWING | BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING | BETWEEN 1 FOLLOWING AND 2 FOLLOWING
SELECT n, sum(n) OVER (ORDER BY n RANGE $b) AS s, count(*) OVER (ORDER BY n DESC RANGE $b) AS c FROM numbers ORDER BY n;
-- each $x: EXCLUDE CURRENT ROW | EXCLUDE GROUP | EXCLUDE TIES | EXCLUDE NO OTHERS
-- each $u: ROWS | RANGE | GROUPS
SELECT n, sum(n) OVER (ORDER BY n // 3 $u BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING $x) AS s, count(*) OVER (ORDER BY n // 3 $u BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING $x) AS c FROM numbers ORDER BY n;
-- each $f: first_value | last_value | lag | lead
-- each $k: IGNORE NULLS | RESPECT NULLS
SELECT sensor, taken, $f(value $k) OVER (PARTITION BY sensor ORDER BY taken) AS r FROM readings ORDER BY sensor, taken, r;
SELECT nth_value(value, 2 IGNORE NULLS) OVER (PARTITION BY sensor ORDER BY taken, value) AS r FROM readings ORDER BY ALL;
SELECT taken, avg(value) OVER (ORDER BY taken RANGE BETWEEN INTERVAL 60 MINUTES PRECEDING AND CURRENT ROW) AS a FROM readings WHERE sensor = 1 ORDER BY taken;
SELECT day, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL 3 DAYS PRECEDING AND INTERVAL 3 DAYS FOLLOWING) AS c FROM orders WHERE person_id = 3 ORDER BY ALL;
SELECT id, sum(amount) OVER w AS s, avg(amount) OVER w AS a FROM orders WHERE person_id = 1 WINDOW w AS (PARTITION BY status ORDER BY id) ORDER BY id;
SELECT id, sum(amount) OVER (w ROWS 1 PRECEDING) AS s FROM orders WHERE person_id = 1 WINDOW w AS (PARTITION BY status ORDER BY id) ORDER BY id;
SELECT id, count(*) OVER (w ORDER BY id) AS c FROM orders WHERE person_id = 1 WINDOW w AS (PARTITION BY status) ORDER BY id;
SELECT id, row_number() OVER a AS x, row_number() OVER b AS y FROM people WINDOW a AS (ORDER BY id), b AS (ORDER BY id DESC) ORDER BY id;
SELECT id, count(*) OVER (PARTITION BY city, team_id) AS c FROM people ORDER BY id;
SELECT id, sum(salary) FILTER (WHERE age > 30) OVER (PARTITION BY city) AS s FROM people ORDER BY id;
SELECT id, count(DISTINCT city) OVER () AS c FROM people ORDER BY id;
SELECT id, count(DISTINCT city) OVER (ORDER BY id) AS c FROM people ORDER BY id;
SELECT id, rank() OVER (ORDER BY age DESC NULLS LAST) AS r, rank() OVER (ORDER BY age NULLS FIRST) AS q FROM people ORDER BY id;
SELECT city, count(*) AS n, sum(count(*)) OVER () AS total, rank() OVER (ORDER BY count(*) DESC, city) AS r FROM people GROUP BY city ORDER BY city;
SELECT id, amount - lag(amount) OVER (ORDER BY id) AS d FROM orders WHERE id < 20 ORDER BY id;
SELECT id, sum(amount) OVER (ORDER BY id) / sum(amount) OVER () AS share FROM orders WHERE id < 10 ORDER BY id;
SELECT id, list(id ORDER BY id DESC) OVER (PARTITION BY team_id) AS l FROM people ORDER BY id;
SELECT id, row_number() OVER (PARTITION BY team_id ORDER BY salary DESC NULLS LAST, id) AS r FROM people ORDER BY team_id, r;
SELECT id FROM people ORDER BY row_number() OVER (ORDER BY id DESC);
SELECT id, first_value(name) OVER (PARTITION BY city ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS f FROM people ORDER BY id;
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN id % 2 PRECEDING AND 1 FOLLOWING) AS s FROM people ORDER BY id;
SELECT id, last_value(id ORDER BY name) OVER (ORDER BY id) AS l FROM people ORDER BY id;
SELECT id, quantile_cont(age, 0.5) OVER (ORDER BY id ROWS 2 PRECEDING) AS q FROM people ORDER BY id;
SELECT max(r) AS m FROM (SELECT row_number() OVER () AS r FROM orders);
SELECT id, CASE WHEN row_number() OVER (ORDER BY id) > 3 THEN 'late' ELSE 'early' END AS c FROM people ORDER BY id;
SELECT id, ntile(4) OVER (ORDER BY id) AS q, percent_rank() OVER (ORDER BY team_id) AS p FROM people ORDER BY id;
