-- ROLLUP, CUBE and GROUPING SETS.

-- each $g: ROLLUP (status) | ROLLUP (status, person_id % 2) | CUBE (status, person_id % 2) | GROUPING SETS (status, person_id % 2) | GROUPING SETS ((status), ()) | GROUPING SETS ((status, person_id % 2), status, ()) | status, ROLLUP (person_id % 2) | GROUPING SETS (ROLLUP (status), CUBE (person_id % 2)) | (status, person_id % 2) | status, person_id % 2, () | ROLLUP ((status, person_id % 2)) | GROUPING SETS (()) | CUBE (status), ROLLUP (person_id % 2)
SELECT count(*) AS n, sum(amount) AS s FROM orders GROUP BY $g ORDER BY ALL;
-- each $g: ROLLUP (region, year) | CUBE (region, year) | GROUPING SETS ((region), (year)) | GROUPING SETS ((region, year), (region), ()) | region, CUBE (year) | GROUPING SETS (region, (region, year)) | ROLLUP (year, region)
SELECT region, year, grouping(region) AS g, grouping(region, year) AS gg, sum(amount) AS s FROM sales GROUP BY $g ORDER BY ALL;
SELECT region, quarter, year, count(*) AS n FROM sales GROUP BY CUBE (region, quarter, year) ORDER BY ALL;
SELECT region, sum(amount) AS s FROM sales GROUP BY ROLLUP (region) HAVING grouping(region) = 1;
SELECT coalesce(region, 'all') AS r, sum(amount) AS s FROM sales GROUP BY ROLLUP (region) ORDER BY grouping(region), r;
SELECT region AS r, year AS y, count(*) AS n FROM sales GROUP BY ROLLUP (r, y) ORDER BY ALL;
SELECT region, year, grouping_id(region, year) AS g FROM sales GROUP BY CUBE (region, year) ORDER BY g, region, year;
SELECT CASE WHEN grouping(year) = 1 THEN 'total' ELSE year::VARCHAR END AS y, sum(amount) AS s FROM sales GROUP BY ROLLUP (year) ORDER BY y;
SELECT region, sum(amount) AS s, rank() OVER (ORDER BY sum(amount) DESC, region) AS k FROM sales GROUP BY ROLLUP (region) ORDER BY k;
SELECT count(*) AS n FROM nothing GROUP BY ROLLUP (id);
SELECT count(*) AS n FROM nothing GROUP BY GROUPING SETS ((), ());
SELECT city, count(*) AS n FROM people GROUP BY CUBE (city) ORDER BY ALL;
