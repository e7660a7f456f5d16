-- JSON.

-- each $e: doc -> 'a' | doc ->> 'a' | doc -> '$.a' | doc ->> '$.t' | doc -> '$.b[0]' | doc -> '$.b[2].c' | doc ->> '$.b[#-1].c' | doc -> 'b' -> 0 | doc -> 0 | doc ->> 2 | doc -> '$.*' | json_extract(doc, '$.a') | json_extract_string(doc, '$.t') | json_extract(doc, ['$.a', '$.t']) | json_type(doc) | json_type(doc, '$.a') | json_keys(doc) | json_array_length(doc) | json_array_length(doc, '$.b') | json_valid(doc) | json(doc) | json_exists(doc, '$.a') | json_value(doc, '$.a') | doc::JSON -> 'a' | (doc ->> 'a')::INTEGER | CAST(doc AS JSON) ->> 'a' | json_extract_path(doc, 'b') | json_extract_path_text(doc, 'a') | doc ->> '$."x y"' | json_quote(doc) | doc->>'a' || '!'
SELECT id, $e AS r FROM documents WHERE id <> 4 ORDER BY id;
-- each $e: '{"a": 1}'::JSON | '{"a": 1}'::JSON -> 'a' | json_object('a', 1, 'b', [1, 2]) | json_array(1, 'x', NULL) | to_json([1, 2]) | to_json({'a': 1, 'b': NULL}) | row_to_json({'a': 1}) | array_to_json([1, 2]) | to_json('a') | to_json(NULL) | to_json(DATE '2024-01-01') | json_group_array(1) | json('{"a":   1}') | json('nope') | json_valid('nope') | '[1, 2]'::JSON::INTEGER[] | '{"a": 1}'::JSON::STRUCT(a INTEGER) | '{"a": 1}'::JSON = '{"a":1}'::JSON | typeof('{}'::JSON) | JSON '{"a": [1, {"b": 2}]}' ->> '$.a[1].b' | json_each('{"a": 1}') | '{"a": "x"}' ->> 'a' = 'x' | json_extract('{"a": {"b": 1}}', '/a/b') | json_type('[1]') | json_type('1.5') | json_type('null') | json_quote('a"b')
SELECT $e AS r;
SELECT j.key, j.value FROM documents d, json_each(d.doc) j WHERE d.id IN (1, 3) ORDER BY d.id, j.key;
SELECT key, type, atom FROM json_each('{"a": 1, "b": [true, null], "c": "x"}') ORDER BY key;
SELECT fullkey, type FROM json_tree('{"a": [1, {"b": 2}]}') ORDER BY fullkey;
SELECT json_group_array(name ORDER BY id) AS a FROM teams;
SELECT json_group_object(name, id) AS o FROM (SELECT * FROM teams ORDER BY id);
SELECT to_json(t) AS j FROM teams t ORDER BY id;
SELECT json_object('id', id, 'name', name) AS j FROM teams ORDER BY id;
SELECT unnest(json_extract(doc, '$.b[*]')) AS u FROM documents WHERE id = 1;
SELECT doc ->> 'a' AS a, count(*) AS c FROM documents WHERE json_type(doc) = 'OBJECT' GROUP BY a ORDER BY a;
SELECT id FROM documents WHERE doc ->> 'a' = '1' ORDER BY id;
SELECT id FROM documents WHERE (doc -> 'a') IS NOT NULL ORDER BY id;
