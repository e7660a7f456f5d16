-- Three values of logic, and NULL in functions, aggregates, sorting and joins.

-- each $a: true | false | NULL::BOOLEAN
-- each $b: true | false | NULL::BOOLEAN
SELECT $a AND $b AS a, $a OR $b AS o, NOT $a AS n, $a = $b AS e, $a IS DISTINCT FROM $b AS d, xor($a::INT, $b::INT) AS x;
-- each $e: NULL + 1 | NULL || 'a' | concat('a', NULL, 'b') | concat_ws(',', 'a', NULL, 'b') | coalesce(NULL, NULL, 3) | ifnull(NULL, 2) | nullif(1, 1) | nullif(1, 2) | greatest(1, NULL, 3) | least(NULL, 2) | greatest(NULL, NULL) | upper(NULL) | length(NULL) | list_sum([NULL, 1]) | [NULL] | [1, NULL][2] | {'a': NULL} | NULL::INT | CASE WHEN NULL THEN 1 ELSE 2 END | NULL IN (1, 2) | NULL NOT IN (1, 2) | 1 IN (NULL) | EXISTS (SELECT NULL) | (SELECT NULL) | NOT NULL | abs(NULL) | NULL BETWEEN NULL AND NULL
SELECT $e AS r;
-- each $f: count | sum | min | max | avg | list | first | bool_or | any_value | string_agg
SELECT $f(NULL) AS r FROM people;
-- each $f: count(k) | count(v) | count(*) | count(DISTINCT k) | sum(k) | avg(k) | min(v) | max(v)
SELECT $f AS r FROM pairs;
-- each $o: k | k DESC | k NULLS FIRST | k NULLS LAST | k DESC NULLS FIRST | k DESC NULLS LAST | k ASC NULLS FIRST
SELECT k FROM pairs ORDER BY $o;
-- each $o: v, k | v DESC, k DESC | v NULLS FIRST, k NULLS LAST
SELECT k, v FROM pairs ORDER BY $o;
SELECT k, count(*) AS c FROM pairs GROUP BY k ORDER BY k;
SELECT DISTINCT k, v FROM pairs ORDER BY ALL;
SELECT p.k, o.k FROM pairs p JOIN others o ON p.k = o.k ORDER BY ALL;
SELECT p.k, o.k FROM pairs p JOIN others o ON p.k IS NOT DISTINCT FROM o.k ORDER BY ALL;
SELECT k FROM pairs WHERE k = NULL;
SELECT k FROM pairs WHERE k <> 1 ORDER BY k;
SELECT k FROM pairs WHERE NOT (k = 1) ORDER BY k;
SELECT k FROM pairs WHERE k NOT IN (SELECT k FROM others) ORDER BY k;
SELECT k FROM pairs WHERE k NOT IN (SELECT k FROM others WHERE k IS NOT NULL) ORDER BY k;
SELECT k FROM pairs WHERE (k = 1) IS NOT TRUE ORDER BY k;
SELECT k FROM pairs WHERE (k = 1) IS UNKNOWN ORDER BY k;
SELECT id, coalesce(age, 0) AS a, age IS NULL AS b FROM people WHERE coalesce(age, 0) < 30 ORDER BY id;
SELECT sum(amount) AS s, avg(amount) AS a, count(amount) AS c, min(day) AS m FROM nothing;
SELECT count(*) AS c, count(*) FILTER (WHERE k IS NULL) AS n FROM pairs;
SELECT * FROM nothing WHERE amount > 1;
SELECT max(amount) AS m FROM nothing GROUP BY id;
SELECT max(amount) AS m FROM nothing HAVING count(*) = 0;
