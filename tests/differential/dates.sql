-- Dates, timestamps, times and intervals.

-- each $p: year | month | day | quarter | week | dow | isodow | doy | decade | century | millennium | epoch | isoyear | yearweek | era | julian
SELECT id, date_part('$p', day) AS d, date_part('$p', moment) AS m, extract($p FROM day) AS e FROM kinds ORDER BY id;
-- each $p: hour | minute | second | millisecond | microsecond
SELECT id, date_part('$p', moment) AS m, extract($p FROM instant) AS e FROM kinds ORDER BY id;
-- each $f: year | month | day | quarter | week | weekday | dayofweek | isodow | dayofyear | dayofmonth | weekofyear | yearweek | dayname | monthname | last_day | epoch | hour | minute | second | century | decade | era | isoyear | epoch_ms | epoch_us
SELECT id, $f(moment) AS r FROM kinds ORDER BY id;
-- each $u: year | quarter | month | week | day | hour | minute | second | decade
SELECT id, date_trunc('$u', day) AS d, date_trunc('$u', moment) AS m, date_trunc('$u', instant) AS i FROM kinds ORDER BY id;
-- each $u: year | quarter | month | week | day | hour | minute | second
SELECT date_diff('$u', DATE '2023-11-30', DATE '2024-03-01') AS a, date_sub('$u', TIMESTAMP '2023-11-30 10:00:00', TIMESTAMP '2024-03-01 09:00:00') AS b, datediff('$u', DATE '2024-01-01', DATE '2023-01-01') AS c;
-- each $i: INTERVAL 1 DAY | INTERVAL 1 MONTH | INTERVAL '1' YEAR | INTERVAL '2 days 3 hours' | INTERVAL 90 MINUTE | INTERVAL (1 + 1) WEEK | INTERVAL '1-2' YEAR | INTERVAL '00:30:00' | INTERVAL 1 QUARTER | INTERVAL '3' SECONDS | to_days(3) | to_months(1) | INTERVAL 10 DECADES | INTERVAL '1 month 1 day' | INTERVAL 500 MILLISECONDS
SELECT id, day + $i AS p, day - $i AS m, moment + $i AS t, instant - $i AS i FROM kinds ORDER BY id;
-- each $e: DATE '2024-02-29' + 1 | DATE '2024-02-29' - 1 | DATE '2024-03-01' - DATE '2024-02-01' | TIMESTAMP '2024-01-02' - TIMESTAMP '2024-01-01 12:00' | DATE '2024-01-31' + INTERVAL 1 MONTH | INTERVAL 1 DAY + INTERVAL 2 HOURS | INTERVAL 1 DAY * 3 | 2 * INTERVAL 1 DAY | INTERVAL 1 DAY / 2 | -INTERVAL 1 DAY | INTERVAL 24 HOURS = INTERVAL 1 DAY | INTERVAL 1 MONTH > INTERVAL 29 DAYS | age(DATE '2024-03-01', DATE '2000-02-29') | make_date(2024, 2, 29) | make_time(12, 30, 1.5) | make_timestamp(2024, 1, 1, 0, 0, 0.5) | make_timestamp(1700000000000000) | to_timestamp(1700000000) | epoch_ms(1700000000000) | strftime(DATE '2024-02-29', '%d.%m.%Y %a %b %j') | strftime(TIMESTAMP '2024-02-29 13:05:09.123456', '%H:%M:%S.%f %p %I') | strptime('29/02/2024', '%d/%m/%Y') | try_strptime('x', '%Y') | strptime('2024-01-01 10', ['%Y-%m-%d', '%Y-%m-%d %H']) | DATE '2024-02-30' | DATE 'today' IS NULL | DATE 'epoch' | DATE 'infinity' | DATE '-infinity' | isfinite(DATE 'infinity') | DATE '0001-01-01' | DATE '9999-12-31' | DATE '0044-03-15 (BC)' | '2024-01-01'::DATE | '2024-1-1'::DATE | '01/02/2024'::DATE | '2024-01-01T12:00:00'::TIMESTAMP | '2024-01-01 12:00:00+02'::TIMESTAMPTZ | '12:30'::TIME | '12:30:45.5'::TIME | TIME '12:00' + INTERVAL 13 HOURS | DATE '2024-01-01' + TIME '10:30' | TIMESTAMP '2024-01-01 10:00'::DATE | TIMESTAMP '2024-01-01 10:00'::TIME | TIMESTAMPTZ '2024-01-01 10:00+00' AT TIME ZONE 'Asia/Tokyo' | timezone('Asia/Tokyo', TIMESTAMP '2024-01-01 10:00') | time_bucket(INTERVAL 7 DAYS, DATE '2024-02-29') | time_bucket(INTERVAL 15 MINUTES, TIMESTAMP '2024-02-29 10:17:00') | date_trunc('month', INTERVAL '40 days') | extract(day FROM INTERVAL '1 month 40 days') | extract(epoch FROM INTERVAL 1 DAY) | datepart('month', DATE '2024-05-01') | date_part(['year', 'month'], DATE '2024-05-01') | date_add(DATE '2024-01-01', INTERVAL 1 DAY) | days_in_month(DATE '2024-02-01') | greatest(DATE '2024-01-01', DATE '2023-01-01') | DATE '2024-01-01' BETWEEN '2023-01-01' AND '2025-01-01' | TIMESTAMP_NS '2024-01-01 00:00:00.123456789' | TIMESTAMP_MS '2024-01-01 00:00:00.123' | TIMESTAMP_S '2024-01-01 00:00:00' | TIMETZ '10:00:00+02' | normalized_interval(INTERVAL '30 days 25 hours') | INTERVAL '1 fortnight' | INTERVAL 'abc' | to_seconds(90) | to_years(1) + to_hours(2) | julian(DATE '2024-01-01') | nanosecond(TIMESTAMP '2024-01-01 00:00:00.5') | current_date = today() | now() = current_timestamp | typeof(now()) | typeof(current_date) | typeof(localtimestamp) | TIMESTAMP '2024-01-01 25:00:00' | monthname(DATE '2024-05-05') | make_timestamptz(2024, 1, 1, 0, 0, 0.0)
SELECT $e AS r;
SELECT day, count(*) AS c FROM orders WHERE day BETWEEN DATE '2024-02-01' AND DATE '2024-02-20' GROUP BY day ORDER BY day;
SELECT date_trunc('month', day) AS m, sum(amount) AS s FROM orders GROUP BY m ORDER BY m;
SELECT year(born) // 10 * 10 AS decade, count(*) AS c FROM people GROUP BY decade ORDER BY decade;
SELECT name, date_diff('year', born, DATE '2024-06-01') AS y FROM people WHERE born IS NOT NULL ORDER BY id;
SELECT unnest(generate_series(DATE '2024-01-30', DATE '2024-02-02', INTERVAL 1 DAY)) AS d;
SELECT * FROM range(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-02', INTERVAL 6 HOURS) t(h);
SELECT min(day) AS a, max(moment) AS b, min(instant) AS c, max(day) - min(day) AS d FROM kinds;
SELECT strftime(moment, '%Y-%m') AS m, count(*) AS c FROM kinds GROUP BY ALL ORDER BY ALL;
SELECT sensor, min(taken) AS f, max(taken) - min(taken) AS span FROM readings GROUP BY sensor ORDER BY sensor;
SELECT sum(i) AS s FROM (VALUES (INTERVAL 1 DAY), (INTERVAL 2 HOURS)) v (i);
SELECT instant::DATE AS d, instant::TIMESTAMP AS t, moment::TIMESTAMPTZ AS z, day::TIMESTAMP AS m FROM kinds ORDER BY id;
SELECT day.year() AS y, day.strftime('%d') AS d FROM kinds ORDER BY id;
