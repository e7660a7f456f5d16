SELECT 1;
SELECT count(*), sum(age), a.age + 1 FROM people a GROUP BY ALL;
SELECT * FROM kinds ORDER BY id;
