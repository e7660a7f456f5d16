-- Longer queries, as an analyst writes them: many clauses at once.

WITH monthly AS (SELECT date_trunc('month', day) AS m, status, sum(amount) AS s FROM orders GROUP BY ALL), ranked AS (SELECT *, rank() OVER (PARTITION BY m ORDER BY s DESC NULLS LAST, status) AS r FROM monthly) SELECT m, status, s FROM ranked WHERE r = 1 ORDER BY m;
SELECT p.name, t.name AS team, count(o.id) AS orders, coalesce(sum(o.amount), 0) AS total, round(avg(o.amount), 2) AS mean FROM people p LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN orders o ON o.person_id = p.id AND o.status IN ('paid', 'sent') GROUP BY ALL HAVING count(o.id) > 10 ORDER BY total DESC, p.name NULLS LAST LIMIT 5;
SELECT status, count(*) AS n, count(*) * 100.0 / sum(count(*)) OVER () AS share FROM orders GROUP BY status ORDER BY share DESC, status;
SELECT person_id, day, amount, sum(amount) OVER (PARTITION BY person_id ORDER BY day, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM orders WHERE person_id IN (1, 2) ORDER BY person_id, day, id;
SELECT day, amount, avg(amount) OVER (ORDER BY day, id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS moving FROM orders ORDER BY day, id LIMIT 30;
SELECT sensor, date_trunc('hour', taken) AS h, avg(value) AS a, min(value) AS lo, max(value) AS hi, count(value) AS n FROM readings GROUP BY ALL ORDER BY ALL;
SELECT a.sensor, a.taken, a.value, b.value AS previous FROM readings a ASOF LEFT JOIN readings b ON a.sensor = b.sensor AND b.taken < a.taken ORDER BY ALL;
WITH gaps AS (SELECT sensor, taken, taken - lag(taken) OVER (PARTITION BY sensor ORDER BY taken) AS gap FROM readings) SELECT sensor, max(gap) AS longest FROM gaps GROUP BY sensor ORDER BY sensor;
WITH RECURSIVE days AS (SELECT DATE '2024-01-01' AS d UNION ALL SELECT (d + INTERVAL 1 DAY)::DATE FROM days WHERE d < DATE '2024-01-31') SELECT d, count(o.id) AS n FROM days LEFT JOIN orders o ON o.day = d GROUP BY d ORDER BY d;
SELECT region, [q1, q2, q3, q4] AS quarters, list_sum([q1, q2, q3, q4]) AS total FROM (PIVOT sales ON quarter IN ('q1', 'q2', 'q3', 'q4') USING sum(amount) GROUP BY region) ORDER BY region;
SELECT year, region, amount, amount - lag(amount) OVER w AS change FROM (SELECT year, region, sum(amount) AS amount FROM sales GROUP BY ALL) WINDOW w AS (PARTITION BY region ORDER BY year) ORDER BY region, year;
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY amount DESC NULLS LAST, id) AS place FROM orders) WHERE place <= 2 ORDER BY person_id, place;
FROM orders SELECT person_id, list(DISTINCT status ORDER BY status) AS states, max(day) AS latest GROUP BY person_id ORDER BY person_id;
SELECT name, CASE WHEN age < 25 THEN 'young' WHEN age < 50 THEN 'grown' WHEN age IS NULL THEN 'unknown' ELSE 'old' END AS class FROM people QUALIFY row_number() OVER (PARTITION BY class ORDER BY id) = 1 ORDER BY class;
SELECT word, count(*) AS n FROM (SELECT unnest(regexp_split_to_array(lower(body), '\W+')) AS word FROM texts) WHERE word <> '' GROUP BY word ORDER BY n DESC, word LIMIT 10;
SELECT id, list_transform(list_filter(items, lambda i: i.v > 1), lambda i: i.n || '!') AS names FROM nested ORDER BY id;
SELECT id, (SELECT sum(x) FROM unnest(list) u(x)) AS s, (SELECT list(x ORDER BY x DESC) FROM unnest(list) u(x)) AS sorted FROM nested ORDER BY id;
SELECT k, v FROM pairs EXCEPT ALL SELECT k, v FROM others UNION ALL SELECT NULL, 'end' ORDER BY ALL;
SELECT p.id, p.name FROM people p WHERE p.salary > (SELECT avg(q.salary) FROM people q WHERE q.team_id = p.team_id) OR p.team_id IS NULL ORDER BY p.id;
SELECT t.name, (SELECT count(*) FROM people p WHERE p.team_id = t.id) AS n, (SELECT max(p.age) FROM people p WHERE p.team_id = t.id AND p.city = t.city) AS oldest FROM teams t ORDER BY t.id;
SELECT city, avg(age) FILTER (WHERE team_id = 1) AS one, avg(age) FILTER (WHERE team_id = 2) AS two FROM people GROUP BY city ORDER BY city NULLS FIRST;
SELECT DISTINCT ON (person_id) person_id, status, day FROM orders ORDER BY person_id, day DESC, id;
SELECT extract(year FROM day) AS y, extract(quarter FROM day) AS q, sum(amount) AS s FROM orders GROUP BY ROLLUP (y, q) ORDER BY ALL;
SELECT id, doc ->> '$.t' AS t, json_array_length(doc -> '$.b') AS n FROM documents WHERE json_type(doc) = 'OBJECT' ORDER BY id;
WITH c AS (SELECT id, unnest(words) AS w FROM nested) SELECT w, list(id ORDER BY id) AS ids FROM c GROUP BY w ORDER BY w NULLS LAST;
SELECT strftime(day, '%Y-%m') AS m, sum(amount) AS s, sum(sum(amount)) OVER (ORDER BY strftime(day, '%Y-%m')) AS running FROM orders GROUP BY m ORDER BY m;
SELECT histogram(age // 10 * 10) AS h, approx_count_distinct(city) AS c FROM people;
SELECT n, CASE WHEN n % 15 = 0 THEN 'FizzBuzz' WHEN n % 5 = 0 THEN 'Buzz' WHEN n % 3 = 0 THEN 'Fizz' ELSE n::VARCHAR END AS f FROM range(1, 16) t(n) ORDER BY n;
SELECT x, y, x * y AS p FROM range(1, 4) a(x) CROSS JOIN range(1, 4) b(y) WHERE x <= y ORDER BY ALL;
SELECT quantile_cont(amount, [0.1, 0.5, 0.9]) AS q, stddev_samp(amount) AS s, mode(status) AS m FROM orders;
SELECT p.name || ' (' || coalesce(t.name, '-') || ')' AS label FROM people p LEFT JOIN teams t ON p.team_id = t.id WHERE p.name IS NOT NULL ORDER BY lower(label), label;
SELECT a.k, count(*) AS n FROM pairs a SEMI JOIN others b USING (k) GROUP BY a.k ORDER BY a.k;
SELECT * EXCLUDE (discount) REPLACE (upper(status) AS status) FROM orders WHERE day = DATE '2024-01-04' ORDER BY id;
SELECT status, max(COLUMNS(* EXCLUDE (status, day))) FROM orders GROUP BY status ORDER BY status;
SELECT sum(CASE WHEN status = 'paid' THEN amount END) AS paid, sum(amount) - paid AS rest, paid / sum(amount) AS share FROM orders;
SELECT person_id, arg_max(status, day) AS last_status, min_by(amount, (day, id)) AS first_amount FROM orders WHERE person_id < 4 GROUP BY person_id ORDER BY person_id;
SELECT first(id ORDER BY day, id) AS f, last(id ORDER BY day, id) AS l, list(id ORDER BY day DESC, id DESC)[1:3] AS newest FROM orders;
SELECT o.id, o.day, p.name FROM orders o JOIN people p ON p.id = o.person_id WHERE o.day BETWEEN DATE '2024-03-01' AND DATE '2024-03-01' + INTERVAL 5 DAYS ORDER BY o.day, o.id;
SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM orders) AS orders, (SELECT max(day) FROM orders) AS latest;
SELECT date_diff('day', min(day), max(day)) AS span, count(DISTINCT day) AS days, span + 1 - days AS missing FROM orders;
SELECT lower(city) AS c, string_agg(name, ', ' ORDER BY name) AS names FROM people WHERE name IS NOT NULL GROUP BY c HAVING c IS NOT NULL ORDER BY count(*) DESC, c;
SELECT team_id, max(salary) - min(salary) AS spread FROM people WHERE team_id IS NOT NULL GROUP BY team_id HAVING spread > 100 ORDER BY spread DESC;

-- What stands where a name is a word of the language too.
-- each $w: date | time | value | key | type | count | sum | first | last | name | year | month | day | hour | text | string | row | range | map | list | struct | interval | json | schema | database | version | user | model | volume | options | target | format | filter | over | partition | rows | groups | following | replace | exclude | rename | sample | percent | share | system | temp | view | index | function | language | comment | cube | rollup | values | position | extract | overlay | trim | substring | coalesce | exists
SELECT $w FROM (SELECT 1 AS $w);
-- each $w: date | value | key | type | count | name | year | rows | filter | json | map | list | range | schema | user | first | text | interval | row | values
SELECT t.$w AS a, $w + 1 AS b FROM (SELECT 1 AS $w) t WHERE $w = 1 ORDER BY $w;
-- each $w: date | value | key | type | count | name | year | rows | filter | json | map | list | range | schema | first | text | interval | row | anti | semi | asof | positional | pivot | unpivot | qualify | sample | offset | fetch | window
SELECT $w.a FROM (SELECT 1 AS a) $w;
-- each $w: date | value | key | type | count | name | year | anti | semi | asof | pivot | qualify | lambda | offset | fetch | window | end | all | any | some | limit | union | left | natural | is | glob | collate
SELECT 1 AS $w;
-- each $w: date | count | list | anti | semi | asof | filter | over | within | escape | at
SELECT 1 $w;
-- each $w: date | value | key | type | count | year | json | list | range | first | lambda | table | order | group | end | all | current_date | user | left | select
SELECT a."$w" FROM (SELECT 2 AS "$w") a;
-- each $w: date | value | key | count | year | json | first
SELECT {'$w': 1}.$w AS r, {$w: 2} AS s;
