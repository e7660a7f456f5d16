-- Joins of every kind.

-- each $j: JOIN | INNER JOIN | LEFT JOIN | LEFT OUTER JOIN | RIGHT JOIN | RIGHT OUTER JOIN | FULL JOIN | FULL OUTER JOIN
SELECT p.id AS p, p.name AS n, t.id AS t, t.name AS m FROM people p $j teams t ON p.team_id = t.id ORDER BY ALL;
-- each $j: JOIN | LEFT JOIN | RIGHT JOIN | FULL JOIN
-- each $c: p.k = o.k | p.k = o.k AND p.v = o.v | p.k < o.k | p.k = o.k OR p.v = o.v | p.k IS NOT DISTINCT FROM o.k | true | false | p.k = 1
SELECT p.k, p.v, o.k AS ok, o.v AS ov FROM pairs p $j others o ON $c ORDER BY ALL;
-- each $j: JOIN | LEFT JOIN | RIGHT JOIN | FULL JOIN | SEMI JOIN | ANTI JOIN
SELECT * FROM pairs $j others USING (k) ORDER BY ALL;
-- each $j: JOIN | LEFT JOIN | RIGHT JOIN | FULL JOIN | SEMI JOIN | ANTI JOIN
SELECT * FROM pairs $j others USING (k, v) ORDER BY ALL;
-- each $j: NATURAL JOIN | NATURAL LEFT JOIN | NATURAL RIGHT JOIN | NATURAL FULL JOIN | NATURAL INNER JOIN | NATURAL SEMI JOIN | NATURAL ANTI JOIN
SELECT * FROM pairs $j others ORDER BY ALL;
-- each $j: SEMI JOIN | ANTI JOIN
-- each $c: p.team_id = t.id | p.team_id = t.id AND t.name <> 'Red' | t.city = p.city
SELECT p.id FROM people p $j teams t ON $c ORDER BY p.id;
-- each $j: ASOF JOIN | ASOF LEFT JOIN | ASOF RIGHT JOIN | ASOF FULL JOIN
-- each $c: r.sensor = p.sensor AND r.taken >= p.since | r.sensor = p.sensor AND r.taken > p.since | r.sensor = p.sensor AND r.taken < p.since
SELECT r.sensor, r.taken, p.since, p.price FROM readings r $j prices p ON $c ORDER BY ALL;
SELECT r.taken, p.price FROM readings r ASOF JOIN (SELECT sensor, since AS taken, price FROM prices) p USING (sensor, taken) ORDER BY ALL;
SELECT a.n, b.id FROM numbers a POSITIONAL JOIN teams b;
SELECT a.n, b.id, b.name FROM (SELECT n FROM numbers WHERE n < 2) a POSITIONAL JOIN teams b ORDER BY b.id;
SELECT p.name, t.name FROM people p CROSS JOIN teams t WHERE p.id < 3 ORDER BY ALL;
SELECT p.name, t.name FROM people p, teams t WHERE p.team_id = t.id ORDER BY ALL;
SELECT count(*) AS c FROM pairs, others, teams;
SELECT p.id, t.name, o.amount FROM people p JOIN teams t ON p.team_id = t.id JOIN orders o ON o.person_id = p.id WHERE o.id < 30 ORDER BY ALL;
SELECT p.id, t.name, count(o.id) AS c FROM people p LEFT JOIN teams t ON p.team_id = t.id LEFT JOIN orders o ON o.person_id = p.id AND o.status = 'paid' GROUP BY ALL ORDER BY ALL;
SELECT a.id, b.id FROM people a JOIN people b ON a.age = b.age AND a.id < b.id ORDER BY ALL;
SELECT a.id, b.id FROM people a LEFT JOIN (people b JOIN teams t ON b.team_id = t.id) ON a.id = b.id + 1 ORDER BY ALL;
SELECT * FROM (pairs JOIN others USING (k)) ORDER BY ALL;
SELECT k, p.v, o.v FROM pairs p JOIN others o USING (k) ORDER BY ALL;
SELECT p.k, o.k, k FROM pairs p FULL JOIN others o USING (k) ORDER BY ALL;
SELECT p.*, o.* FROM pairs p LEFT JOIN others o USING (k) ORDER BY ALL;
SELECT * FROM pairs a JOIN pairs b USING (k) JOIN others c USING (k) ORDER BY ALL;
SELECT * EXCLUDE (city) FROM people p JOIN teams t ON p.team_id = t.id ORDER BY ALL;
SELECT p.id, u.n FROM people p, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.person_id = p.id) u ORDER BY ALL;
SELECT p.id, u.id AS o FROM people p LEFT JOIN LATERAL (SELECT id FROM orders o WHERE o.person_id = p.id ORDER BY id LIMIT 2) u ON true ORDER BY ALL;
SELECT p.id, u.x FROM people p JOIN LATERAL (SELECT p.id * 2 AS x) u ON u.x > 6 ORDER BY ALL;
SELECT t.id, r.i FROM teams t, range(t.id) r(i) ORDER BY ALL;
SELECT t.id, u.x FROM teams t, unnest([t.id, t.id * 10]) u(x) ORDER BY ALL;
SELECT p.name FROM people p JOIN teams t ON p.city = t.city AND p.team_id IN (SELECT id FROM teams) ORDER BY ALL;
SELECT t.name, s.c FROM teams t LEFT JOIN (SELECT team_id, count(*) AS c FROM people GROUP BY team_id) s ON s.team_id = t.id ORDER BY ALL;
SELECT name FROM teams JOIN (VALUES (1), (3)) v(id) USING (id) ORDER BY name;
SELECT * FROM teams a NATURAL JOIN people b ORDER BY ALL;
SELECT * FROM teams a JOIN teams b ON a.id = b.id JOIN teams c ON c.id = b.id ORDER BY ALL;
SELECT p.id FROM people p ANTI JOIN teams t ON p.team_id = t.id SEMI JOIN orders o ON o.person_id = p.id ORDER BY p.id;
SELECT count(*) AS c FROM orders a JOIN orders b ON a.id = b.id + 1 AND a.status <> b.status;
SELECT count(*) AS c FROM nothing n RIGHT JOIN teams t ON n.id = t.id;
SELECT * FROM nothing FULL JOIN teams USING (id, name) ORDER BY ALL;
SELECT * FROM people JOIN teams USING (nope);
SELECT * FROM people JOIN teams;
SELECT id FROM people JOIN teams ON people.team_id = teams.id;
SELECT * FROM people p JOIN teams p ON true;
