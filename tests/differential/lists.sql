-- Lists.

-- each $e: list[1] | list[-1] | list[1:2] | list[2:] | list[:-2] | len(list) | array_length(list) | list_sum(list) | list_avg(list) | list_min(list) | list_max(list) | list_sort(list) | list_reverse_sort(list) | list_sort(list, 'DESC') | list_sort(list, 'ASC', 'NULLS LAST') | list_reverse(list) | list_distinct(list) | list_unique(list) | list_contains(list, 5) | list_has(list, 1) | 5 IN list | list_position(list, 5) | list_indexof(list, 9) | list_append(list, 9) | list_prepend(9, list) | list_concat(list, [7, 8]) | list || [0] | list_resize(list, 4, 0) | list_aggregate(list, 'max') | list_aggregate(list, 'count') | list_slice(list, 1, 2) | list_extract(list, 2) | list_count(list) | list_first(list) | list_last(list) | list_median(list) | list_product(list) | list_string_agg(list) | list_any_value(list) | array_to_string(list, '-') | list_select(list, [1, 1]) | list_where([1, 2, 3], [true, false, true]) | list_grade_up(list) | flatten(deep) | list_zip(list, words) | array_has_any(list, [1, 5]) | list_has_all(list, [1, 2]) | list_intersect(list, [5, 1]) | list IS NULL | list = [3, 1, 2] | list < [4] | list_transform(list, lambda x: x * 2) | list_filter(list, lambda x: x > 1) | list_reduce([1, 2, 3], lambda a, b: a + b) | array_push_back(list, 1) | array_pop_back(list) | array_pop_front(list) | words[2] | list_stddev_pop(list) | list_mode(list) | list_histogram(list) | list_bool_and([true, NULL]) | list @> [5] | list && [1] | list_entropy(list) | cardinality(counts) | length(words) | list_value(id, id + 1) | [id, NULL] | array_slice(list, 2, 3) | list_cat(list, NULL) | list[1] + list[2] | unpivot_list(id, id + 1) | list_approx_count_distinct(list)
SELECT id, $e AS r FROM nested ORDER BY id;
SELECT id, unnest(list) AS u FROM nested ORDER BY ALL;
SELECT id, u FROM nested, unnest(list) AS t(u) ORDER BY ALL;
SELECT id, u FROM nested LEFT JOIN LATERAL unnest(list) AS t(u) ON true ORDER BY ALL;
SELECT id, unnest(list) AS u, unnest(words) AS w FROM nested ORDER BY ALL;
SELECT unnest(deep, recursive := true) AS u FROM nested WHERE id = 1;
SELECT unnest(deep, max_depth := 2) AS u FROM nested WHERE id = 4;
SELECT unnest([[1, 2], [3]]) AS u;
SELECT unnest(NULL::INTEGER[]) AS u;
SELECT unnest([]) AS u;
SELECT generate_subscripts(list, 1) AS i, unnest(list) AS u FROM nested WHERE id = 1 ORDER BY i;
SELECT list(id ORDER BY id) AS a, array_agg(id ORDER BY id DESC) AS b FROM nested;
SELECT list(list[1] ORDER BY id) AS f FROM nested;
SELECT team_id, list(name ORDER BY name) AS names FROM people GROUP BY team_id ORDER BY team_id;
SELECT (SELECT list(x) FROM (SELECT unnest([3, 1]) AS x ORDER BY x)) AS sorted;
SELECT array(SELECT id FROM teams ORDER BY id) AS ids;
SELECT sum(u) AS s FROM (SELECT unnest(list) AS u FROM nested);
SELECT [1, 2, 3] AS a, ['a', 'b'] AS b, [[1], []] AS c, [DATE '2024-01-01'] AS d, [1, 2.5] AS e, [NULL] AS f, [1, 'a'] AS g;
SELECT [1, 'x'::VARCHAR] AS mixed, [1, DATE '2024-01-01'] AS wrong;
SELECT [1, 2, 3][0] AS z, [1, 2, 3][4] AS o, [1, 2, 3][NULL] AS n;
SELECT [1, 2, 3, 4, 5][2:4] AS a, [1, 2, 3, 4, 5][::2] AS b, [1, 2, 3, 4, 5][-2:] AS c, [1, 2, 3, 4, 5][5:1:-2] AS d;
SELECT array_value(1, 2, 3) AS a, typeof(array_value(1, 2)) AS t, array_distance([1.0, 2.0]::FLOAT[2], [1.0, 4.0]::FLOAT[2]) AS d, array_cross_product([1, 0, 0]::DOUBLE[3], [0, 1, 0]::DOUBLE[3]) AS c;
SELECT list_cosine_similarity([1.0, 0.0], [1.0, 1.0]) AS c, list_inner_product([1, 2], [3, 4]) AS i, list_distance([0, 0], [3, 4]) AS d;
SELECT x.list[1] AS f FROM nested x WHERE len(x.list) > 0 ORDER BY f;
