-- Structs and maps.

-- each $e: pair.x | pair.y | nested.pair.x | pair['x'] | (pair).y | struct_extract(pair, 'x') | struct_extract_at(pair, 1) | pair IS NULL | pair = {'x': 1, 'y': 'one'} | struct_insert(pair, z := 5) | struct_pack(a := id, b := pair) | {'a': id, 'b': pair.x} | row(id, pair.y) | struct_keys(pair) | struct_concat(pair, {'z': 1}) | struct_update(pair, x := 9) | pair.x + 1 | pair.Y | pair.z | items[1].v | items[1].n | items[1] | list_transform(items, lambda i: i.v) | [i.n FOR i IN items] | counts['k'] | counts['nope'] | counts.k | map_keys(counts) | map_values(counts) | map_entries(counts) | map_extract(counts, 'l') | element_at(counts, 'k') | cardinality(counts) | map_contains(counts, 'k') | map_extract_value(counts, 'k') | map_concat(counts, MAP {'k': 99}) | map_from_entries(map_entries(counts)) | counts = MAP {'k': 1, 'l': 2} | counts IS NULL | struct_contains(pair, 4) | to_json(pair) | to_json(counts) | len(map_keys(counts)) | list_sum(map_values(counts)) | pair::VARCHAR | struct_position(pair, 4)
SELECT id, $e AS r FROM nested ORDER BY id;
-- each $e: {'a': 1, 'b': 'x'} | {a: 1} | {'a b': 1} | {'a': {'b': {'c': 1}}}.a.b.c | struct_pack(x := 1, y := 'z') | row(1, 'a') | (1, 'a') | ROW() | {'a': 1}.a | {'a': 1}.b | {'a': 1, 'A': 2} | MAP {'a': 1, 'b': 2} | MAP {} | MAP {1: 'x', 2: NULL} | MAP {'a': 1}['a'] | MAP {'a': 1, 'a': 2} | MAP {NULL: 1} | MAP(['a', 'b'], [1, 2]) | map([1], ['x', 'y']) | map() | map_from_entries([('a', 1), ('b', 2)]) | {'a': [1, 2]}.a[2] | [{'a': 1}, {'a': 2}] | [{'a': 1}, {'b': 2}] | {'a': 1} < {'a': 2} | (1, 2) = (1, 2) | (1, 2) < (1, 3) | (1, 2) IN ((1, 2)) | MAP {[1]: 'list'} | MAP {'x': MAP {'y': 1}}['x']['y'] | {'k': MAP {'y': 1}}.k['y'] | struct_extract({'a': 1}, 'a') | typeof({'a': 1, 'b': [2.5]}) | typeof(MAP {'a': 1}) | union_value(k := 1) | union_tag(union_value(k := 1)) | union_extract(union_value(k := 1), 'k') | histogram(1)
SELECT $e AS r;
SELECT pair.* FROM nested ORDER BY ALL;
SELECT unnest(pair) FROM nested ORDER BY ALL;
SELECT unnest(items, recursive := true) FROM nested ORDER BY ALL;
SELECT i.n, i.v FROM nested, unnest(items) t(i) ORDER BY ALL;
SELECT s.a, s.b.c FROM (SELECT {'a': 1, 'b': {'c': 2}} AS s);
SELECT n, n.pair FROM nested n WHERE id = 1;
SELECT t AS whole FROM teams t ORDER BY t.id;
SELECT pair, count(*) AS c FROM nested GROUP BY pair ORDER BY pair NULLS LAST;
SELECT pair.y AS y, max(pair.x) AS m FROM nested GROUP BY pair.y ORDER BY y;
SELECT id FROM nested ORDER BY pair.y DESC NULLS LAST, id;
SELECT id FROM nested WHERE pair.x IS NOT NULL AND counts['k'] > 0 ORDER BY id;
SELECT DISTINCT pair FROM nested ORDER BY ALL;
SELECT unnest(map_entries(counts)) AS e FROM nested WHERE id IN (1, 4) ORDER BY e;
SELECT histogram(status) AS h FROM orders;
SELECT map(list(k ORDER BY k), list(v ORDER BY k)) AS m FROM (VALUES ('a', 1), ('b', 2)) t (k, v);
SELECT first(pair ORDER BY id) AS f, arg_max(pair, id) AS m FROM nested;
