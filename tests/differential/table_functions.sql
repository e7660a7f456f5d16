-- Functions that stand in FROM.

-- each $t: range(5) | range(2, 5) | range(0, 10, 3) | range(5, 0, -2) | range(0) | generate_series(3) | generate_series(1, 3) | generate_series(3, 1, -1) | range(DATE '2024-01-01', DATE '2024-01-04', INTERVAL 1 DAY) | generate_series(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01 02:00:00', INTERVAL 1 HOUR) | unnest([1, 2, 3]) | unnest(['a', NULL]) | unnest([{'a': 1, 'b': 'x'}]) | unnest([[1, 2], [3]]) | repeat('a', 3) | repeat_row(1, 'b', num_rows := 2) | range(3) t(i) | range(3) AS t | unnest([1, 2]) u(x) | unnest([{'a': 1}], recursive := true) | range('a') | unnest(5) | range(1, 2, 3, 4) | nope(3) | json_each('[1, "a"]') | unnest([1, 2], [3]) | unnest(MAP {'a': 1}) | range(3) WITH ORDINALITY | unnest(['a', 'b']) WITH ORDINALITY AS u(v, i) | range(NULL)
SELECT * FROM $t;
SELECT i, i * i AS s FROM range(4) t(i) ORDER BY i;
SELECT t.i, u.j FROM range(2) t(i), range(t.i + 1) u(j) ORDER BY ALL;
SELECT sum(range) AS s FROM range(10);
SELECT generate_series AS g FROM generate_series(1, 2) ORDER BY g;
SELECT count(*) AS c FROM range(1000) a, range(10) b;
SELECT x FROM unnest([3, 1, 2]) t(x) ORDER BY x;
SELECT r.range FROM range(2) r ORDER BY 1;
SELECT x, y FROM unnest([1, 2], ['a', 'b']) t(x, y);
SELECT id, x FROM nested CROSS JOIN unnest(list) t(x) ORDER BY ALL;
SELECT * FROM (SELECT unnest([1, 2]) AS a, unnest([3]) AS b) ORDER BY a;
SELECT a.bool, a.int, a.varchar FROM test_all_types() a ORDER BY ALL;
SELECT d::DATE AS d FROM range(DATE '2024-02-27', DATE '2024-03-02', INTERVAL 1 DAY) t(d);
