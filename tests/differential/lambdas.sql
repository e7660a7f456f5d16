-- Lambdas and comprehensions.

-- each $e: list_transform(list, lambda x: x + 1) | list_transform(list, x -> x + 1) | list_apply(list, lambda x: x * x) | apply(list, x -> -x) | list_filter(list, lambda x: x > 2) | filter(list, x -> x IS NOT NULL) | list_filter(words, lambda w: w <> '') | list_transform(words, lambda w: upper(w) || id) | list_transform(list, lambda x, i: x * i) | list_transform(list, (x, i) -> i) | list_filter(list, lambda x, i: i > 1) | list_reduce(list || [0], lambda a, b: coalesce(a, 0) + coalesce(b, 0)) | list_reduce(list, lambda a, b: a + b, 100) | list_reduce(list, lambda a, x, i: a + i, 0) | reduce([1, 2, 3], (a, b) -> a * b) | list_transform(deep, lambda l: list_sum(l)) | list_transform(deep, lambda l: list_transform(l, lambda x: x + id)) | list_filter(list_transform(list, lambda x: x * 2), lambda y: y > 4) | [x FOR x IN list] | [x * 2 FOR x IN list IF x > 1] | [upper(w) FOR w IN words] | [x + i FOR x, i IN list] | [[y + id FOR y IN l] FOR l IN deep] | [x FOR x IN list IF x IN (SELECT id FROM teams)] | list_transform(items, lambda i: i.n) | list_transform(list, lambda id: id + 1) | list_sort(list_transform(list, lambda x: -x)) | list.list_transform(lambda x: x + 1) | list_aggregate(list_transform(list, lambda x: x + id), 'sum') | array_transform(list, lambda x: x % 2) | array_filter(list, lambda x: x % 2 = 1) | list_transform(list, lambda x: CASE WHEN x > 2 THEN 'big' ELSE 'small' END) | list_transform([list], lambda l: l[1]) | list_transform(list, lambda x: {'v': x}) | list_filter(words, w -> w LIKE '%a%') | list_has_any(list, [x FOR x IN [1, 2]])
SELECT id, $e AS r FROM nested ORDER BY id;
SELECT list_transform([1, 2, 3], lambda x: x + n) AS r FROM numbers WHERE n < 3 ORDER BY n;
SELECT id FROM nested WHERE list_filter(list, lambda x: x > 4) <> [] ORDER BY id;
SELECT list_transform([1, 2], lambda x: y) AS r;
SELECT list_transform([1, 2], lambda x, y, z: x) AS r;
SELECT list_transform(5, lambda x: x) AS r;
SELECT lambda x: x + 1 AS r;
SELECT sum(list_sum(list_transform(list, lambda x: x * 10))) AS s FROM nested;
SELECT list_transform(list(n ORDER BY n), lambda x: x * 2) AS r FROM numbers;
SELECT list_reduce([]::INTEGER[], lambda a, b: a + b) AS r;
SELECT list_transform([3, 4], lambda x, i: [x, i]) AS r;
SELECT [s FOR s IN string_split('a-b-c', '-') IF s <> 'b'] AS r;
SELECT list_transform(range(3), lambda x: (SELECT max(n) FROM numbers) + x) AS r;
