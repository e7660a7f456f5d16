-- Aggregates over all rows, with DISTINCT, FILTER, ORDER BY and WITHIN GROUP.

-- each $f: count | sum | avg | min | max | median | mode | stddev | stddev_pop | stddev_samp | variance | var_pop | var_samp | any_value | first | last | product | bit_and | bit_or | bit_xor | list | array_agg | kurtosis | skewness | entropy | mad | sem | approx_count_distinct | histogram | fsum | favg | kahan_sum | geomean | arbitrary | kurtosis_pop | sumkahan | geometric_mean | mean
SELECT $f(age) AS r FROM people;
-- each $f: count | sum | avg | min | max | median | first | list | approx_count_distinct
SELECT $f(salary) AS r, typeof($f(salary)) AS t FROM people;
-- each $f: count | sum | avg | min | max
SELECT $f(DISTINCT age) AS d, $f(age) FILTER (WHERE city = 'Lisbon') AS f, $f(DISTINCT age) FILTER (WHERE id > 2) AS df FROM people;
-- each $f: min | max | count | first | last | any_value | mode | list | string_agg
SELECT $f(name) AS r FROM people WHERE name IS NOT NULL;
-- each $f: min | max | count | first | list
-- each $c: day | moment | instant | flag | bytes | label
SELECT $f($c) AS r FROM kinds;
-- each $a: list(name ORDER BY id) | list(name ORDER BY age DESC, id) | list(name ORDER BY age NULLS FIRST, id) | string_agg(name, '-' ORDER BY name) | first(name ORDER BY age, id) | last(name ORDER BY id) | list(DISTINCT age ORDER BY age DESC) | string_agg(DISTINCT city, ',' ORDER BY city) | array_agg(id ORDER BY salary DESC NULLS LAST, id) FILTER (WHERE age IS NOT NULL) | arg_max(name, age) | arg_min(name, age) | max_by(name, salary) | min_by(id, born) | arg_max(id, age, 2) | max(age, 3) | min(age, 2) | quantile_cont(age, 0.5) | quantile_disc(age, 0.25) | quantile_cont(age, [0.25, 0.75]) | quantile(age, 0.5) | percentile_cont(0.5) WITHIN GROUP (ORDER BY age) | percentile_disc(0.9) WITHIN GROUP (ORDER BY salary DESC) | mode() WITHIN GROUP (ORDER BY age) | median(born) | bool_and(age > 18) | bool_or(age > 60) | count_if(age > 30) | countif(age > 30) | corr(id, age) | covar_pop(id, age) | covar_samp(id, age) | regr_slope(id, age) | regr_intercept(id, age) | regr_r2(id, age) | regr_count(id, age) | regr_avgx(id, age) | sum(age) / count(age) | avg(age) - median(age) | sum(CASE WHEN age > 30 THEN 1 ELSE 0 END) | count(*) - count(age) | max(length(name)) | sum(DISTINCT team_id) * 2 | min(name) || max(name) | count((age, city)) | count(DISTINCT (age, city)) | list(age) FILTER (WHERE age IS NOT NULL) | approx_quantile(age, 0.5) | approx_top_k(city, 1) | bitstring_agg(id) | weighted_avg(age, id) | arg_min_null(name, age) | histogram(age, [20, 40, 60]) | any_value(city ORDER BY id DESC) | sum(1) | sum(NULL) | max(NULL) | count(NULL) | sum(age + 0.5) | avg(DISTINCT age) FILTER (WHERE age > 20) | round(avg(salary), 1) | coalesce(sum(age) FILTER (WHERE false), 0) | grouping(city) | reservoir_quantile(age, 0.5) IS NOT NULL | equi_width_bins(min(age), max(age), 3, true) | list_sort(list(city)) | [min(age), max(age)] | {'lo': min(age), 'hi': max(age)} | wavg(age, id)
SELECT $a AS r FROM people;
-- each $a: count(*) | sum(amount) | avg(amount) | list(amount) | min(day) | string_agg(name, ',') | bool_and(amount > 1) | first(id) | median(amount) | count(DISTINCT id) | max(tags)
SELECT $a AS r FROM nothing;
-- each $w: id < 0 | id > 7 | city = 'Lisbon' | age IS NULL
SELECT count(*) AS n, sum(age) AS s, list(id ORDER BY id) AS l FROM people WHERE $w;
SELECT city, count(*) AS n, sum(salary) AS s, avg(age) AS a FROM people GROUP BY city ORDER BY city;
SELECT city, team_id, count(*) AS n FROM people GROUP BY city, team_id ORDER BY ALL;
SELECT city, count(*) AS n FROM people GROUP BY city HAVING count(*) > 1 ORDER BY city;
SELECT city, count(*) AS n FROM people GROUP BY city HAVING n > 1 ORDER BY n DESC, city;
SELECT city AS town, max(age) AS m FROM people GROUP BY town HAVING max(age) > 30 AND town IS NOT NULL ORDER BY town;
SELECT upper(city) AS c, count(*) AS n FROM people GROUP BY 1 ORDER BY 1;
SELECT count(*) AS n FROM people GROUP BY city ORDER BY n, min(id);
SELECT city FROM people GROUP BY city ORDER BY max(salary) DESC NULLS LAST, city;
SELECT city, count(*) AS n FROM people GROUP BY ALL ORDER BY ALL;
SELECT city, age // 10 * 10 AS decade, count(*) AS n FROM people GROUP BY ALL ORDER BY ALL;
SELECT status, sum(amount) AS s, avg(discount) AS d, count(amount) AS c FROM orders GROUP BY status ORDER BY status;
SELECT person_id, status, count(*) AS c FROM orders GROUP BY person_id, status HAVING count(*) > 8 ORDER BY ALL;
SELECT sum(s) AS total FROM (SELECT sum(amount) AS s FROM orders GROUP BY status);
SELECT avg(c) AS a, max(c) AS m FROM (SELECT count(*) AS c FROM orders GROUP BY person_id);
SELECT DISTINCT count(*) OVER () AS n FROM people;
SELECT sum(amount) FILTER (WHERE status = 'paid') AS paid, sum(amount) FILTER (WHERE status <> 'paid') AS rest, count(*) FILTER (amount > 500) AS big FROM orders;
SELECT city, list({'n': name, 'a': age} ORDER BY id) AS l FROM people GROUP BY city ORDER BY city;
SELECT count(DISTINCT city) AS a, count(DISTINCT lower(city)) AS b, count(ALL city) AS c FROM people;
SELECT sum(a.id * t.id) AS s FROM people a JOIN teams t ON a.team_id = t.id;
SELECT max(age) AS m, (SELECT max(id) FROM teams) AS t FROM people;
SELECT count(*) FROM people HAVING count(*) > 100;
SELECT 1 AS one FROM people HAVING count(*) > 1;
SELECT min(list) AS a, max(words) AS b, count(pair) AS c, first(counts) AS d FROM nested;
