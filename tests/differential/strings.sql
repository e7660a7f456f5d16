-- Functions of text.

-- each $f: upper | lower | length | reverse | trim | ltrim | rtrim | strlen | ascii | md5 | strip_accents | bit_length | unicode | ucase | lcase | char_length | character_length | ord | length_grapheme | octet_length | url_encode | regexp_escape | sha256 | nfc_normalize
SELECT id, $f(body) AS r FROM texts ORDER BY id;

-- each $e: left(body, 3) | right(body, 3) | left(body, -2) | substring(body, 2, 3) | substr(body, -3) | body[2:4] | substring(body FROM 2 FOR 3) | substring(body FROM 3) | position('o' IN body) | instr(body, 'o') | strpos(body, 'o') | contains(body, 'o') | starts_with(body, 'T') | prefix(body, 'C') | suffix(body, 'x') | ends_with(body, 'x') | replace(body, 'o', '0') | repeat(body, 2) | lpad(body, 8, '*') | rpad(body, 8, '-') | translate(body, 'abc', 'xyz') | split_part(body, ' ', 2) | string_split(body, ' ') | str_split(body, ' ') | regexp_replace(body, '[aeiou]', '_', 'g') | regexp_replace(body, '[aeiou]', '_') | regexp_extract(body, '(\w+) (\w+)', 2) | regexp_extract(body, '[a-z]+') | regexp_extract_all(body, '[a-z]+') | regexp_matches(body, '^[a-z]') | regexp_full_match(body, '\w+') | string_split_regex(body, '\s+') | concat(body, '!', id) | concat_ws('-', id, body) | levenshtein(body, 'duck') | jaccard(body, 'duck') | hamming(left(body, 2), 'ab') | trim(BOTH ' ' FROM body) | trim(LEADING ' ' FROM body) | trim(TRAILING 'x' FROM body) | trim(body, ' T') | body LIKE '%o%' | body ILIKE 'THE%' | body ~ '^\d' | printf('%s-%d', body, id) | format('{}:{}', id, body) | encode(body) | decode(encode(body)) | base64(encode(body)) | from_base64(base64(encode(body))) | to_hex(body) | hash(body) IS NOT NULL | regexp_split_to_array(body, ' ') | string_to_array(body, ' ') | array_extract(body, 2) | overlay(body PLACING 'x' FROM 2)
SELECT id, $e AS r FROM texts WHERE body IS NULL OR length(body) >= 2 ORDER BY id;
-- each $e: chr(65) | chr(8364) | bar(5, 0, 10, 10) | bin(10) | hex(255) | to_hex(255) | unhex('6162') | to_base(255, 16) | format('{:.2f}', 3.14159) | format('{:05d}', 42) | format('{:,}', 1234567) | printf('%05.1f', 3.14159) | printf('%x', 255) | format('{1} {0}', 'a', 'b') | to_binary(5) | from_binary('101') | from_hex('ff') | url_decode('a%20b') | parse_filename('/a/b/c.txt') | parse_dirpath('/a/b/c.txt') | parse_path('/a/b') | parse_filename('/a/b/c.txt', true) | format_bytes(123456) | formatReadableSize(16000) | parse_formatted_bytes('1 KiB') | damerau_levenshtein('abc', 'acb') | jaro_similarity('duck', 'duke') | jaro_winkler_similarity('duck', 'duke') | mismatches('abc', 'abd') | editdist3('ab', 'abc') | md5_number('a') | sha1('a') | left_grapheme('🦆x', 1) | right_grapheme('x🦆', 1) | substring_grapheme('🦆x', 1, 1) | string_agg('a') | array_to_string([1, 2], '-') | list_aggregate(['a', 'b'], 'string_agg', '+') | regexp_extract('2024-03-01', '(\d+)-(\d+)', ['y', 'm']) | concat() | concat(1, true, 2.5) | concat([1], [2]) | 'a\nb' | e'a\nb' | upper('ß') | length('🦆') | strlen('🦆') | ltrim('xxa', 'x') | rtrim('axx', 'x') | trim('xax', 'x') | 'abc' < 'abd' | to_base64('abc'::BLOB) | bit_count(7)
SELECT $e AS r;

SELECT string_agg(name, ', ' ORDER BY id) AS s FROM people;
SELECT string_agg(DISTINCT city, ';' ORDER BY city) AS s FROM people;
SELECT listagg(name, '/' ORDER BY id DESC) AS s, group_concat(city, '+' ORDER BY id) AS g FROM people;
SELECT unnest(string_split('a,b,c', ',')) AS part;
SELECT regexp_split_to_table('a b c', ' ') AS part;
SELECT body FROM texts WHERE body SIMILAR TO '[A-Z].*' ORDER BY id;
SELECT body FROM texts WHERE body NOT LIKE '%a%' ORDER BY body;
SELECT body FROM texts WHERE length(body) > 10 ORDER BY length(body), body;
SELECT DISTINCT lower(name) AS n FROM people ORDER BY n;
SELECT lower(name) AS n, count(*) AS c FROM people GROUP BY n ORDER BY n;
SELECT body.upper().left(3) AS u, body.length() AS l FROM texts ORDER BY id;
SELECT ('a b c').string_split(' ')[2] AS s;
SELECT 'a' 'b' AS joined;

-- A string goes on in a later line.
SELECT 'a'
'b' AS x, 'it''s'  -- it's a comment

   ' one''', E'a\n'
'\tb', DATE '2020-01'
'-01' AS d;
SELECT 'a' /*
*/ 'b';
SELECT 'a'
E'b';
SELECT $$a$$
'b';
SELECT 'a'
'';
SELECT ''
'';
SELECT ''
'''a';
SELECT "x"
'b' FROM (SELECT 1 AS x);
SELECT E'\''
'''b' IN ('c', '''''b');
