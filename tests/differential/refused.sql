-- What DuckDB answers and LakeSql refuses on purpose.

-- each $e: json_structure(doc) | json_contains(doc, '1') | json_transform(doc, '{"a": "INTEGER"}') | json_merge_patch(doc, '{"z": 1}') | from_json(doc, '["INTEGER"]')
SELECT $e AS r FROM documents WHERE id = 1;
-- refused: ends the process
SELECT '1'::VARIANT AS r;
-- refused: shows the catalog
-- each $t: duckdb_tables() | duckdb_columns() | duckdb_settings() | duckdb_functions() | duckdb_databases() | duckdb_schemas() | pragma_version() | duckdb_extensions() | duckdb_types() | pg_catalog.pg_class | sqlite_master | duckdb_keywords()
SELECT * FROM $t;
-- refused: shows other sessions
-- each $e: current_setting('threads') | current_query() | txid_current()
SELECT $e AS r;
-- refused: reads files
-- each $t: glob('*') | read_text('/etc/hostname') | read_blob('/etc/hostname') | read_csv('/etc/hostname', header := false)
SELECT * FROM $t;
-- refused: changes state
-- each $s: PRAGMA threads = 1 | CHECKPOINT | CREATE SEQUENCE seq | SET VARIABLE v = 1 | CREATE MACRO m(a) AS a + 1 | CREATE TYPE mood AS ENUM ('a') | CREATE TEMP TABLE tt (a INTEGER) | PREPARE p AS SELECT 1
$s;
