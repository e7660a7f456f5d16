-- What columns without an alias are called.

-- each $e: id | people.city | age + 1 | age+1*2 | (age + 1) * 2 | -age | NOT age > 3 | age > 3 AND id < 5 | age > 3 AND id < 5 AND id > 0 | age > 3 OR id < 5 AND id = 1 | age + 1 + 2 + 3 | age - 1 - 2 | age * 2 / 3 % 4 | age // 2 | age ^ 2 | age <> 3 | age != 3 | age == 3 | city || '!' | city || 'a' || 'b' | age IS NULL | age IS NOT NULL | age ISNULL | age BETWEEN 1 AND 3 | age NOT BETWEEN 1 AND 3 | age IN (1, 2) | age NOT IN (1, 2) | city LIKE 'a%' | city NOT LIKE 'a%' | city ILIKE 'a' | city NOT ILIKE 'a' | city SIMILAR TO 'a' | city GLOB 'a' | city ~ 'a' | age IS DISTINCT FROM 3 | age IS NOT DISTINCT FROM 3 | age > 3 IS TRUE | age > 3 IS NOT TRUE | city LIKE 'a' ESCAPE '!' | city ^@ 'a' | age & 1 | age << 2 | ~age
SELECT $e FROM people WHERE id = 1;
-- each $e: count(*) | count(id) | COUNT(id) | Count(DISTINCT id) | sum(age) | sum(age + 1) | min(people.age) | max(upper(city)) | count() | sum(age) FILTER (WHERE id > 1) | count(*) FILTER (WHERE id > 1) | string_agg(city, ',') | string_agg(city, ',' ORDER BY id) | list(city ORDER BY id DESC) | list(DISTINCT city ORDER BY city) | quantile_cont(age, 0.5) | percentile_cont(0.5) WITHIN GROUP (ORDER BY age) | mode(age) | sum(age) / count(*) | sum(age) + 1 | arg_max(id, age) | first(id) | any_value(id) | sum(CASE WHEN age > 3 THEN 1 ELSE 0 END) | max(age) - min(age) | round(avg(age), 2) | bool_and(age > 3)
SELECT $e FROM people;
-- each $e: row_number() OVER () | row_number() OVER (ORDER BY id) | sum(age) OVER (PARTITION BY city ORDER BY id) | rank() OVER (ORDER BY age DESC) | rank() OVER (ORDER BY age DESC NULLS LAST) | lag(id) OVER (ORDER BY id) | lag(id, 2, 0) OVER (ORDER BY id) | sum(age) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) | sum(age) OVER (ORDER BY id RANGE UNBOUNDED PRECEDING) | count(*) OVER () | count(*) OVER (PARTITION BY city) | first_value(id IGNORE NULLS) OVER (ORDER BY id) | ntile(3) OVER (ORDER BY id) | sum(age) FILTER (WHERE id > 2) OVER (ORDER BY id) | sum(age) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES)
SELECT $e FROM people WINDOW w AS (ORDER BY id) ORDER BY id;
-- each $e: upper(city) | UPPER(city) | substr(city, 1, 2) | substring(city, 1, 2) | substring(city FROM 1 FOR 2) | trim(city) | trim(BOTH 'x' FROM city) | ltrim(city) | extract(year FROM born) | date_part('year', born) | year(born) | date_trunc('month', born) | born + INTERVAL 1 DAY | born - DATE '2000-01-01' | coalesce(age, 0) | nullif(age, 1) | ifnull(age, 0) | if(age > 3, 1, 2) | greatest(age, 3) | concat(city, 1) | concat_ws('-', city, id) | current_date IS NULL | abs(-age) | round(age / 3, 1) | length(city) + 1 | left(city, 2) | replace(city, 'a', 'b') | mod(age, 3) | strftime(born, '%Y') | typeof(age) | date_diff('day', born, born) | list_value(1, age) | list_transform([age], lambda x: x + 1) | struct_pack(a := age) | row(age, id) | map([1], [age]) | lower(upper(city)) | cast(age AS varchar) | CAST(age AS BIGINT) | age::INT | age::VARCHAR || 'x' | TRY_CAST(city AS INT) | age::DECIMAL(10,2) | age::DOUBLE | age::FLOAT | born::TIMESTAMP | age::TINYINT | born::VARCHAR | [age]::BIGINT[] | city::DATE IS NULL | age::STRING | age::TEXT
SELECT $e FROM people WHERE id = 5;
-- each $e: 1 | 1.5 | 'a' | NULL | true | 1 + 1 | 'a' || 'b' | -1 | - 1 | +1 | 1 - -1 | (1) | ((1 + 2)) | 1 = 1 | NOT true | CASE WHEN true THEN 1 END | CASE 1 WHEN 1 THEN 'a' ELSE 'b' END | CASE WHEN 1 = 1 THEN 1 WHEN 2 = 2 THEN 2 ELSE 3 END | [1, 2] | [] | {'a': 1} | (1, 2) | MAP {'a': 1} | [1, 2][1] | [1, 2, 3][1:2] | {'a': 1}.a | {'a': 1}['a'] | (SELECT 1) | (SELECT 1 AS x) | EXISTS (SELECT 1) | NOT EXISTS (SELECT 1) | 1 IN (SELECT 1) | 1 NOT IN (SELECT 1) | 1 = ANY (SELECT 1) | 1 > ALL (SELECT 1) | ARRAY(SELECT 1) | DATE '2024-01-01' | INTERVAL 1 DAY | INTERVAL '1 day' | now() IS NULL | pi() | 'a' COLLATE NOCASE | [x + 1 FOR x IN [1, 2]] | [x FOR x IN [1, 2] IF x > 1] | 1::INT | '1'::INT + 1 | 1e3 | 0.10 | 10 % 3 | 1 AND 2 | 'it''s' | '' | 1 IS NULL | CAST(1 AS VARCHAR) | TRY_CAST('x' AS INT)
SELECT $e;
SELECT s.x, s.y, s['x'], s.x + 1, (s).x FROM (SELECT pair AS s FROM nested WHERE id = 1);
SELECT list[1], list[1:2], words[1] || 'x', counts['k'], pair.x, nested.pair.y, deep[1][2], items[1].v FROM nested WHERE id = 1;
SELECT doc -> 'a', doc ->> 'a', doc -> '$.b', json_extract(doc, '$.a') FROM documents WHERE id = 1;
SELECT doc->'a'->>'b' FROM documents WHERE id = 2;
SELECT * FROM (SELECT count(*), sum(id), id + 1 FROM people GROUP BY ALL) ORDER BY 3;
SELECT "count_star()", "sum(id)" FROM (SELECT count(*), sum(id) FROM people);
SELECT "(id + 1)" FROM (SELECT id + 1 FROM people) ORDER BY 1;
SELECT "max(age)" + 1 AS m FROM (SELECT max(age) FROM people);
SELECT count(*), count(*), sum(id), sum(id) FROM people;
SELECT count(*) FROM people UNION ALL SELECT 1 ORDER BY 1;
SELECT min(COLUMNS(*)) FROM numbers;
SELECT COLUMNS('n|q') + 1 FROM numbers ORDER BY ALL;
SELECT max(n) + min(n), COLUMNS('square') FROM numbers GROUP BY ALL ORDER BY ALL;
SELECT NAME, Age FROM people WHERE id = 1;
SELECT upper(NAME) FROM people WHERE id = 1;
SELECT "Two Words" + 1, "select", upper("ÄÖ"::VARCHAR) FROM "odd names" ORDER BY 1;
SELECT unnest([1, 2]);
SELECT unnest([1, 2]), unnest(['a', 'b']);
SELECT grouping(city), grouping_id(city, age), count(*) FROM people GROUP BY ROLLUP (city, age) ORDER BY ALL;
SELECT * FROM range(3);
SELECT * FROM generate_series(1, 3);
SELECT * FROM unnest([1, 2]);
SELECT * FROM unnest([1, 2]) AS t(x);
SELECT * FROM range(3) t;
SELECT range FROM range(3);
SELECT r FROM range(3) t(r);
-- MINUS is Databricks' EXCEPT, and a name wherever the engine reads one.
SELECT 1 AS a, minus FROM (SELECT 2 AS minus);
SELECT 1 minus FROM (SELECT 2 AS a);
SELECT minus.a, minus FROM (SELECT 2 AS a) minus (a);
