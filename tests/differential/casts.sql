-- Casts between types, and what cannot be cast.

-- each $v: 1 | 0 | -5 | 300 | 1.5 | 2.5 | '12' | ' 12 ' | 'abc' | '' | '1.5' | 'true' | true | NULL | '1e3' | 1e10
-- each $t: INTEGER | TINYINT | BIGINT | DOUBLE | DECIMAL(6,2) | VARCHAR | BOOLEAN
SELECT CAST($v AS $t) AS r;
-- each $v: 'abc' | '300' | '-1' | '2024-01-01' | NULL | ''
-- each $t: INTEGER | UTINYINT | DOUBLE | DATE | TIMESTAMP | BOOLEAN | BLOB | UUID | INTERVAL | INTEGER[] | JSON
SELECT TRY_CAST($v AS $t) AS r;
-- each $e: 1::VARCHAR | 1.50::VARCHAR | 1e20::VARCHAR | 0.1::FLOAT::VARCHAR | (1/3)::VARCHAR | true::VARCHAR | DATE '2024-01-01'::VARCHAR | TIMESTAMP '2024-01-01 10:00:00.5'::VARCHAR | TIMESTAMPTZ '2024-01-01 10:00:00+02'::VARCHAR | INTERVAL '1 month 2 days 03:04:05'::VARCHAR | [1, NULL, 3]::VARCHAR | ['a', 'b,c']::VARCHAR | {'a': 1, 'b': 'x'}::VARCHAR | MAP {'k': [1]}::VARCHAR | 'ab'::BLOB::VARCHAR | '\x00'::BLOB::VARCHAR | (1, 'a')::VARCHAR | 'a'::CHAR | 'abc'::VARCHAR(2) | 1::REAL | '[1, 2]'::INTEGER[] | '[a, b]'::VARCHAR[] | '{a: 1}'::STRUCT(a INTEGER) | {'a': '1'}::STRUCT(a INTEGER) | {'a': 1, 'b': 2}::STRUCT(b BIGINT, a BIGINT) | row(1, 2)::STRUCT(x INTEGER, y INTEGER) | [1, 2]::VARCHAR[] | ['1', '2']::INTEGER[] | MAP {'a': '1'}::MAP(VARCHAR, INTEGER) | '{k=1}'::MAP(VARCHAR, INTEGER) | '550e8400-e29b-41d4-a716-446655440000'::UUID | 'not'::UUID | 170141183460469231731687303715884105727::HUGEINT | -1::UINTEGER | 18446744073709551615::UBIGINT | 1::BIT | '101'::BIT | 'a'::ENUM('a', 'b') | 'c'::ENUM('a', 'b') | 1::UNION(num INTEGER, str VARCHAR) | '1'::JSON | '{'::JSON | [1, 2, 3]::INTEGER[3] | [1, 2]::INTEGER[3] | 1::INT1 | 1::INT8 | 1::LONG | 1::SHORT | 'x'::TEXT | 'x'::STRING | 1::NUMERIC | 1::DEC(5,1) | 1::LOGICAL | 1::INT64 | '12:30'::TIME | 1::DATE | 1::TIMESTAMP | true::INTEGER | 2::BOOLEAN | 'yes'::BOOLEAN | 't'::BOOLEAN | 'f'::BOOL | 'NaN'::DOUBLE | 'Infinity'::FLOAT | 1.999::INTEGER | 1e40::FLOAT | 99999::DECIMAL(4,1) | 0.05::DECIMAL(3,1) | 0.15::DECIMAL(3,1) | DATE '2024-01-01'::INTEGER | 'a'::FOO | 1::INTEGER::VARCHAR::DOUBLE | CAST('a' AS VARCHAR) COLLATE NOCASE = 'A' | [[1], [2]]::VARCHAR[][] | '\x41'::BLOB | 1::VARINT | 12345::BIGNUM | NULL::STRUCT(a INTEGER) | typeof(NULL) | typeof(NULL::INTEGER[]) | typeof(1::DECIMAL) | typeof([1, 2.5]) | typeof([1, NULL]) | typeof({'a': 1}) | typeof(CASE WHEN true THEN 1 ELSE 2.5 END) | typeof(coalesce(1::TINYINT, 2::BIGINT)) | typeof('a' || 1)
SELECT $e AS r;
-- each $c: flag | tiny | small | whole | big | real | dbl | price | label | day | moment | instant
-- each $t: VARCHAR | DOUBLE | BIGINT
SELECT id, TRY_CAST($c AS $t) AS r FROM kinds ORDER BY id;
SELECT id, body::INTEGER AS r FROM texts WHERE id = 13;
SELECT id, body::INTEGER AS r FROM texts ORDER BY id;
SELECT id, TRY_CAST(body AS INTEGER) AS r, TRY_CAST(body AS DOUBLE) AS d, TRY_CAST(body AS DATE) AS t FROM texts ORDER BY id;
SELECT TRY(CAST('x' AS INTEGER)) AS r;
SELECT try(1 / 0) AS r;
