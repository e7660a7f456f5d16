-- Common table expressions.

-- each $m:  | MATERIALIZED | NOT MATERIALIZED
WITH c AS $m (SELECT id, age FROM people WHERE age > 20) SELECT count(*) AS c, sum(a.age) AS s FROM c a JOIN c b ON a.id = b.id;
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a), c AS (SELECT x, y FROM a, b) SELECT * FROM c;
WITH c(p, q) AS (SELECT id, name FROM teams) SELECT p, q FROM c ORDER BY p;
WITH c(p) AS (SELECT id, name FROM teams) SELECT * FROM c ORDER BY p;
WITH c AS (SELECT id FROM people) SELECT * FROM c WHERE id IN (SELECT id FROM c WHERE id > 6) ORDER BY id;
WITH people AS (SELECT 1 AS id) SELECT * FROM people;
WITH c AS (SELECT 1 AS x) SELECT * FROM (WITH c AS (SELECT 2 AS x) SELECT * FROM c) t, c;
WITH c AS (SELECT 1 AS x) SELECT (SELECT x FROM c) AS a, (WITH c AS (SELECT 5 AS x) SELECT x FROM c) AS b;
WITH c AS (VALUES (1, 'a'), (2, 'b')) SELECT * FROM c ORDER BY col0;
WITH c AS (FROM teams) FROM c SELECT name ORDER BY id;
WITH c AS (SELECT * FROM teams), d AS (SELECT * FROM c WHERE id > 2) SELECT * FROM c UNION ALL SELECT * FROM d ORDER BY ALL;
WITH c AS (SELECT count(*), sum(id) FROM people) SELECT * FROM c;
WITH c AS (SELECT id, id FROM teams) SELECT * FROM c ORDER BY 1;
WITH c AS (SELECT 1 AS a UNION SELECT 2) SELECT sum(a) AS s FROM c;
WITH c AS (SELECT 1 AS a ORDER BY a LIMIT 1) SELECT * FROM c;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT sum(n) AS s, count(*) AS c FROM r;
WITH RECURSIVE r AS (SELECT 1 AS n, 1 AS f UNION ALL SELECT n + 1, f * (n + 1) FROM r WHERE n < 8) SELECT * FROM r ORDER BY n;
WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT (n + 1) % 5 FROM r) SELECT n FROM r ORDER BY n;
WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 100) SELECT a FROM fib ORDER BY a;
WITH RECURSIVE paths(node, path) AS (SELECT 1, [1] UNION ALL SELECT p.node * 2 + d.x, list_append(p.path, p.node * 2 + d.x) FROM paths p, (VALUES (0), (1)) d(x) WHERE p.node < 4) SELECT * FROM paths ORDER BY node;
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 3), b(m) AS (SELECT n * 10 FROM a UNION ALL SELECT m + 1 FROM b WHERE m % 10 < 2) SELECT * FROM b ORDER BY m;
WITH RECURSIVE r(n) AS (SELECT 1) SELECT * FROM r;
WITH RECURSIVE r(n, d) AS (SELECT id, 0 FROM teams WHERE id = 1 UNION ALL SELECT t.id, r.d + 1 FROM r JOIN teams t ON t.id = r.n + 1) SELECT * FROM r ORDER BY n;
WITH RECURSIVE r(k, v) USING KEY (k) AS (SELECT 1, 0 UNION SELECT k, v + 1 FROM r WHERE v < 3) SELECT * FROM r ORDER BY k;
WITH RECURSIVE r(k, v) USING KEY (k) AS (SELECT id, 10 FROM teams UNION SELECT k, v - 1 FROM r WHERE v > k) SELECT * FROM r ORDER BY k;
WITH RECURSIVE r(k, v) USING KEY (k) AS (SELECT 1, 1 UNION SELECT r.k + 1, (SELECT max(v) FROM recurring.r) * 2 FROM r WHERE r.k < 5) SELECT * FROM r ORDER BY k;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n, (SELECT count(*) FROM r x WHERE x.n <= r.n) AS c FROM r ORDER BY n;
WITH c AS (SELECT 1 AS x) SELECT * FROM nope;
WITH c AS (SELECT 1 AS x), c AS (SELECT 2 AS x) SELECT * FROM c;
WITH c AS (SELECT x FROM c) SELECT * FROM c;
WITH unused AS (SELECT 1) SELECT 2 AS two;
WITH c AS (SELECT p.id, t.name FROM people p JOIN teams t ON p.team_id = t.id) SELECT name, count(*) AS c FROM c GROUP BY name ORDER BY name;
