-- What binds tighter, and what operators give.

-- each $e: 1 + 2 * 3 | (1 + 2) * 3 | 2 ** 3 ** 2 | 2 ^ 3 ^ 2 | -2 ^ 2 | -2 ** 2 | 10 - 4 - 3 | 100 / 10 / 5 | 7 / 2 | 7 // 2 | -7 // 2 | 7 % 3 | -7 % 3 | 7 % -3 | 7.5 % 2 | 1 + -1 | - - 1 | 1 - -1 | +5 | 2 * -3 | 1 = 1 | 1 + 1 = 2 AND 3 > 2 | NOT 1 = 2 | NOT true AND false | true OR false AND false | NOT false OR true | 1 << 3 | 1 << 2 + 1 | 8 >> 1 | 5 & 3
SELECT $e AS r;
SELECT 5 | 3 AS r, xor(5, 3) AS x, ~5 AS n, 5 & 3 | 8 AS m, 1 | 2 = 3 AS c;
-- each $e: 'a' || 'b' || 'c' | 'a' || 1 | 1 || 2 | 'a' || NULL | [1] || [2, 3] | 'a' || 'b' = 'ab' | 1 + 2 || 'x' | 'x' || 1 + 2
SELECT $e AS r;
-- each $e: 1 BETWEEN 0 AND 2 | 1 BETWEEN 2 AND 0 | 5 NOT BETWEEN 1 AND 3 | 1 BETWEEN 0 AND 2 AND true | NOT 1 BETWEEN 0 AND 2 | NULL BETWEEN 1 AND 2 | 2 BETWEEN 1 AND NULL | 0 BETWEEN 1 AND NULL | 1 + 1 BETWEEN 1 * 2 AND 3 - 1
SELECT $e AS r;
-- each $e: 1 IN (1, 2) | 3 IN (1, 2) | 3 IN (1, NULL) | 1 IN (1, NULL) | NULL IN (1) | 1 NOT IN (2, NULL) | 'a' IN ('a', 'b') | 1 IN [1, 2] | 3 NOT IN [1, 2] | (1, 2) IN ((1, 2), (3, 4)) | 1 + 1 IN (2) | NOT 1 IN (2) | 'x' IN ('x')
SELECT $e AS r;
-- each $e: 'abc' LIKE 'a%' | 'abc' LIKE '_b_' | 'abc' NOT LIKE 'b%' | 'ABC' ILIKE 'a%' | 'ABC' LIKE 'a%' | '100%' LIKE '100\%' ESCAPE '\' | 'a_c' LIKE 'a!_c' ESCAPE '!' | 'abc' GLOB 'a*' | 'abc' GLOB '[a-c]bc' | 'abc' SIMILAR TO '(a|b)bc' | 'abc' SIMILAR TO 'a' | 'abc' ~ 'a.c' | 'abc' ~ 'b' | 'abc' !~ 'a.c' | NULL LIKE 'a' | 'a' LIKE NULL | 'abc' ^@ 'ab' | 'abc' ~~ 'a%' | 'abc' !~~ 'a%' | 'ABC' ~~* 'a%' | 'ABC' !~~* 'a%' | 'a' NOT ILIKE 'A' | 'abc' NOT SIMILAR TO 'a.*'
SELECT $e AS r;
-- each $e: 1 IS NULL | NULL IS NULL | NULL IS NOT NULL | 1 ISNULL | 1 NOTNULL | NULL IS DISTINCT FROM NULL | 1 IS DISTINCT FROM NULL | 1 IS NOT DISTINCT FROM 1 | true IS TRUE | NULL IS TRUE | NULL IS NOT TRUE | false IS FALSE | NULL IS UNKNOWN | true IS NOT UNKNOWN | 1 = 1 IS TRUE | 1 + 1 IS NULL | NOT NULL IS NULL | 1 IS NULL = false
SELECT $e AS r;
-- each $e: 5! | -3! | @ -5 | @(-5) + 1 | ~1 | ~1 + 2 | -(-1) | 4 - 3! | 2 + 3!
SELECT $e AS r;
-- each $e: '1' + 1 | '1.5'::DOUBLE + 1 | 1::VARCHAR || 2 | -1::VARCHAR | (-1)::VARCHAR | 1 + 1::VARCHAR::INTEGER | 2 * 3::DOUBLE | '5'::INT % 3 | [1, 2]::VARCHAR | 1.5::INT | 2.5::INT | -1.5::INT | NULL::INT + 1
SELECT $e AS r;
-- each $e: [1, 2, 3][1] | [1, 2, 3][-1] | [1, 2, 3][5] | [1, 2, 3][1:2] | [1, 2, 3][2:] | [1, 2, 3][:2] | [1, 2, 3][:] | [1, 2, 3, 4][1:4:2] | [1, 2, 3][-:-:-1] | 'hello'[1] | 'hello'[2:3] | 'hello'[-2:] | [[1, 2], [3]][1][2] | {'a': {'b': 3}}.a.b | {'a': 1}['a'] | MAP {'k': 5}['k'] | [1, 2] || [3] | [1] @> [1] | [1] <@ [1, 2] | [1, 2] && [2, 3]
SELECT $e AS r;
-- each $op: = | <> | < | <= | > | >= | == | !=
-- each $p: 1, 2 | 2, 2 | NULL, 1
SELECT a $op b AS r FROM (VALUES ($p)) v (a, b);
-- each $op: + | - | * | / | // | %
-- each $col: tiny | small | whole | real | price
SELECT id, $col $op 3 AS r FROM kinds WHERE id IN (1, 3, 5) ORDER BY id;
-- each $op: = | < | >= | <>
-- each $x: 'a', 'B' | 'a', 'a ' | 'ä', 'z' | '', 'a'
SELECT a $op b AS r FROM (VALUES ($x)) v (a, b);
-- each $e: 1 = 1.0 | 1 = '1' | 1.5 > '1' | DATE '2024-01-01' = '2024-01-01' | TIMESTAMP '2024-01-01' = DATE '2024-01-01' | true = 1 | 'true' = true | [1, 2] = [1, 2] | [1, 2] < [1, 3] | {'a': 1} = {'a': 1} | (1, 2) < (1, 3) | (1, 2) = (1, NULL) | NULL = NULL | [NULL] = [NULL]
SELECT $e AS r;
SELECT -id, - id, +id, - -id FROM numbers, (SELECT 3 AS id) WHERE n = 0;
SELECT 2 + 3 * 4 - 5 / 2 % 3 AS r, (2 + 3) * (4 - 5) AS s, 1 + 2 < 4 AND NOT 5 = 6 OR 7 IN (8) AS t;
SELECT n, n * 2 + 1 AS o, n ** 2 AS s, n % 2 = 0 AS e, n / 2 AS h, n // 2 AS i FROM numbers ORDER BY n;
SELECT 'a' COLLATE NOCASE = 'A' AS r;
SELECT name FROM people ORDER BY name COLLATE NOCASE, id;
SELECT TIMESTAMPTZ '2024-01-01 12:00:00+00' AT TIME ZONE 'Europe/Berlin' AS r;
SELECT TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'America/New_York' AS r;
