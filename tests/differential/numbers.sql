-- Arithmetic and mathematics.

-- each $f: abs | sign | ceil | ceiling | floor | round | trunc | sqrt | exp | sin | cos | tan | atan | cbrt | degrees | radians | even | isnan | isinf | isfinite | signbit | sinh | cosh | tanh | asinh
SELECT n, $f(centred / 2.0 + 3) AS r FROM numbers ORDER BY n;
-- each $f: abs | sign | ceil | floor | round | trunc
SELECT id, $f(price) AS p, $f(whole::BIGINT) AS w, $f(real) AS r FROM kinds WHERE id IN (1, 3, 5) ORDER BY id;
-- each $e: round(quarter, 1) | round(square / 3, 2) | round(n, -1) | trunc(quarter, 1) | pow(n, 2) | power(n, 0.5) | n ** 3 | log(n + 1) | ln(n + 1) | log2(n + 1) | log10(n + 1) | log(2, n + 1) | mod(n, 3) | fmod(n, 3) | n // 3 | fdiv(n, 3) | gcd(n, 6) | lcm(n, 4) | greatest(n, centred, 3) | least(n, centred, 3) | factorial(n) | n! | bit_count(n) | xor(n, 5) | n & 6 | n << 2 | n >> 1 | ~n | atan2(n, 2) | n / 0 | n % 0 | n // 0 | quarter * quarter | quarter / 3 | quarter + 1.00005 | n * 0.1 | n::FLOAT / 3 | nextafter(n::DOUBLE, 100.0) | add(n, 1) | subtract(n, 1) | multiply(n, 2) | divide(n, 2) | gamma(n + 1) | lgamma(n + 1) | round_even(quarter * 10, 0) | width(n) | n::VARCHAR | -n | @ centred | setseed(n)
SELECT n, $e AS r FROM numbers ORDER BY n;
-- each $e: pi() | 1 / 3 | 1 / 3.0 | 1.0 / 3 | 10 / 4 | 10 // 4 | 0.1 + 0.2 | 0.1::DOUBLE + 0.2::DOUBLE | 1e308 * 10 | 9223372036854775807 | 9223372036854775807 + 1 | 9223372036854775808 | -9223372036854775808 | 2147483647 + 1 | 127::TINYINT + 1::TINYINT | 2147483647::INT + 1::INT | 99999999999999999999 * 10 | 1.00 * 1.00 | 1.5 + 1 | 3 * 1.5 | 1 / 0 | 0.0 / 0.0 | 1 % 0 | sqrt(-1) | ln(0) | ln(-1) | acos(2) | 5 % 3.5 | -5 // 3 | round(2.5) | round(-2.5) | round(3.14159, 3) | round(1234, -2) | 1::UTINYINT - 2::UTINYINT | 255::UTINYINT + 1::UTINYINT | 1::HUGEINT * 2 | 0b101 | 1_000 | 1e2 | 1E-2 | 'nan'::DOUBLE = 'nan'::DOUBLE | 'nan'::DOUBLE > 1 | 'inf'::DOUBLE - 'inf'::DOUBLE | 1.0::DECIMAL(3,2) | 123.456::DECIMAL(5,2) | 12345.6::DECIMAL(5,2) | 0.5::INT | 1.5::INT | 2.5::INT | -0.0 | 5::BIT | bitstring('101', 5) | get_bit('101'::BIT, 0) | equi_width_bins(0, 10, 2, true) | sum(1) | 1.1 = 1.10 | 7.0 // 2 | 2 ^ 0.5 | cot(1) | asin(1) | acosh(1) | atanh(0)
SELECT $e AS r;
SELECT typeof(1 + 1) AS a, typeof(1 + 1.5) AS b, typeof(1 / 2) AS c, typeof(1 // 2) AS d, typeof(1::TINYINT + 1) AS e, typeof(1.5 * 2.25) AS f, typeof(sum(1)) AS g, typeof(avg(1)) AS h;
-- each $c: tiny | small | whole | big | real | dbl | price
SELECT id, $c AS v, -$c AS m, typeof($c + 1) AS t FROM kinds WHERE id IN (1, 3, 5) ORDER BY id;
-- each $c: tiny | small | whole | big | real | dbl | price
SELECT min($c) AS lo, max($c) AS hi, count($c) AS c, typeof(sum($c)) AS t FROM kinds;
-- each $c: tiny | small | whole | big
SELECT -$c AS overflow FROM kinds WHERE id = 2;
SELECT n FROM numbers WHERE n * 2 > 10 AND quarter < 2.3 ORDER BY n;
SELECT sum(n) AS s, avg(square) AS a, sum(quarter) AS q, product(n + 1) AS p FROM numbers;
SELECT n % 3 AS k, sum(square) AS s FROM numbers GROUP BY k ORDER BY k;
SELECT range(5) AS a, range(2, 5) AS b, range(5, 1, -2) AS c, generate_series(1, 3) AS d;
SELECT bit_and(n) AS a, bit_or(n) AS o, bit_xor(n) AS x FROM numbers WHERE n > 4;
