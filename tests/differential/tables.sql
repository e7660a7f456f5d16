-- The tables that the queries read. Every type that a table of a lake can store is here.

-- Every storable type, with NULLs and the ends of the ranges.
CREATE TABLE kinds AS SELECT * FROM (VALUES
    (1, true, 1::TINYINT, 10::SMALLINT, 100, 1000::BIGINT, 1.5::FLOAT, 2.25::DOUBLE, 12.34::DECIMAL(10,2), 'one',
        'ab'::BLOB, DATE '2024-01-31', TIMESTAMP '2024-01-31 12:30:45.123456', TIMESTAMPTZ '2024-01-31 12:30:45+00'),
    (2, false, -128, -32768, -2147483648, -9223372036854775808, -0.25, 'nan', -99999999.99, '',
        ''::BLOB, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59', TIMESTAMPTZ '1969-12-31 23:59:59+00'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, true, 127, 32767, 2147483647, 9223372036854775807, 3.4e38, 'inf', 99999999.99, 'Grüße, 世界 🦆',
        '\x00\xFF'::BLOB, DATE '2024-02-29', TIMESTAMP '2024-02-29 00:00:00', TIMESTAMPTZ '2024-02-29 00:00:00+00'),
    (5, false, 0, 0, 0, 0, 0, 0, 0, ' padded ', '\x41'::BLOB, DATE '2000-01-01', TIMESTAMP '2000-01-01 00:00:00.5',
        TIMESTAMPTZ '2000-01-01 00:00:00.5+00')
) v (id, flag, tiny, small, whole, big, real, dbl, price, label, bytes, day, moment, instant);

CREATE TABLE people AS SELECT * FROM (VALUES
    (1, 'Ana', 'Lisbon', 34, 1, DATE '1990-05-17', 5200.50::DECIMAL(10,2)),
    (2, 'Bruno', 'Porto', 28, 1, DATE '1996-11-02', 3100.00),
    (3, 'Clara', NULL, 45, 2, DATE '1979-01-30', 7800.75),
    (4, 'Dário', 'Lisbon', NULL, 2, NULL, 4100.00),
    (5, 'Eva', 'Faro', 28, NULL, DATE '1996-02-29', NULL),
    (6, 'ana', 'porto', 61, 3, DATE '1963-07-08', 5200.50),
    (7, 'O''Neil', 'Braga', 19, 3, DATE '2005-12-31', 1500.00),
    (8, NULL, 'Lisbon', 34, 1, DATE '1990-05-17', 5200.50)
) v (id, name, city, age, team_id, born, salary);

CREATE TABLE teams AS SELECT * FROM (VALUES
    (1, 'Red', 'Lisbon'), (2, 'Green', 'Porto'), (3, 'Blue', NULL), (4, 'Empty', 'Faro')
) v (id, name, city);

-- A few hundred orders with repeating values.
CREATE TABLE orders AS SELECT
    i::INTEGER AS id, (i % 9)::INTEGER AS person_id, CASE WHEN i % 11 = 0 THEN NULL ELSE (i * 37 % 1000)::INTEGER END
    AS amount, (DATE '2024-01-01' + (i * 3 % 366)::INTEGER) AS day,
    ['new', 'paid', 'sent', 'back'][i % 4 + 1] AS status, (i % 7 * 1.25)::DECIMAL(8,2) AS discount
    FROM range(1, 301) r(i);

-- Measured values at irregular times, for ASOF joins and windows.
CREATE TABLE readings AS SELECT
    (i % 3)::INTEGER AS sensor, TIMESTAMP '2024-06-01 00:00:00' + to_minutes((i * i) % 977) AS taken,
    CASE WHEN i % 8 = 0 THEN NULL ELSE round(sin(i) * 100, 2) END AS value
    FROM range(60) r(i);

CREATE TABLE prices AS SELECT
    (i % 3)::INTEGER AS sensor, TIMESTAMP '2024-06-01 00:00:00' + to_minutes(i * 75) AS since,
    (10 + i)::INTEGER AS price FROM range(12) r(i);

CREATE TABLE numbers AS SELECT i::INTEGER AS n, (i - 5)::BIGINT AS centred, (i * i)::DOUBLE AS square,
    (i / 4.0)::DECIMAL(10,3) AS quarter FROM range(11) r(i);

-- Duplicates and NULLs in every column.
CREATE TABLE pairs AS SELECT * FROM (VALUES
    (1, 'x'), (1, 'x'), (1, 'y'), (2, 'x'), (2, NULL), (NULL, 'x'), (NULL, NULL), (NULL, NULL), (3, 'z')
) v (k, v);

CREATE TABLE others AS SELECT * FROM (VALUES
    (1, 'x'), (2, 'y'), (2, NULL), (NULL, 'x'), (4, 'w'), (4, 'w')
) v (k, v);

CREATE TABLE nothing (id INTEGER, name VARCHAR, amount DOUBLE, day DATE, tags VARCHAR[]);

-- Nested values.
CREATE TABLE nested AS SELECT * FROM (VALUES
    (1, [3, 1, 2], ['a', 'b'], {'x': 1, 'y': 'one'}, MAP {'k': 1, 'l': 2}, [[1, 2], [3]],
        [{'n': 'p', 'v': 1.5::DOUBLE}, {'n': 'q', 'v': 2.5}]),
    (2, [], ['c', NULL], {'x': NULL, 'y': 'two'}, MAP {'k': NULL}, [[]], []),
    (3, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, [5, NULL, 5, 4], ['ü', '世', ''], {'x': 4, 'y': NULL}, MAP {'m': 7, 'k': 4}, [[4], NULL, [5, NULL]],
        [{'n': NULL, 'v': 0.5}])
) v (id, list, words, pair, counts, deep, items);

CREATE TABLE texts AS SELECT * FROM (VALUES
    (1, 'The quick brown fox'), (2, 'jumps over'), (3, ''), (4, NULL), (5, 'naïve café'), (6, '世界 🦆 duck'),
    (7, '  spaces  '), (8, '100%'), (9, 'under_score'), (10, 'a,b;c'), (11, 'CamelCase'), (12, '2024-03-01'),
    (13, '42'), (14, '-1.5e3'), (15, 'true'), (16, 'line' || chr(10) || 'break'), (17, 'back\slash'), (18, 'it''s')
) v (id, body);

CREATE TABLE documents AS SELECT * FROM (VALUES
    (1, '{"a": 1, "b": [1, 2, {"c": "deep"}], "t": "text"}'), (2, '{"a": null, "b": [], "x y": true}'),
    (3, '[1, 2.5, "three", null, {"k": []}]'), (4, '"plain"'), (5, NULL), (6, '{"a": 3, "b": {"c": "obj"}, "é": 1e2}')
) v (id, doc);

-- Names that need quotes, and words of the language as names.
CREATE TABLE "odd names" AS SELECT 1 AS "Two Words", 2 AS "select", 3 AS "ÄÖ", 4 AS "UPPER", 5 AS "a.b"
    UNION ALL SELECT 10, 20, 30, 40, 50;

-- Monthly sales, for pivots.
CREATE TABLE sales AS SELECT
    2022 + (i % 3)::INTEGER AS year, ['north', 'south', 'east'][i % 3 * 2 % 3 + 1] AS region,
    ['q1', 'q2', 'q3', 'q4'][i % 4 + 1] AS quarter, (i * 13 % 50)::INTEGER AS amount FROM range(48) r(i);
