-- Who sees which rows and values, by SQL functions; and two tables changed as one. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/policies -f sql-examples/07-policies.sql

CREATE TABLE IF NOT EXISTS accounts (id INT, region STRING, holder STRING, amount INT);
CREATE TABLE IF NOT EXISTS moves (account INT, amount INT);
INSERT OVERWRITE accounts VALUES (1, 'EU', 'ana', 100), (2, 'US', 'bo', 20);

-- A transaction: both tables, or none.
BEGIN;
UPDATE accounts SET amount = amount - 30 WHERE id = 1;
UPDATE accounts SET amount = amount + 30 WHERE id = 2;
INSERT OVERWRITE moves VALUES (1, -30), (2, 30);
COMMIT;
SELECT id, amount FROM accounts ORDER BY id;

-- A row filter and a mask.
CREATE GROUP IF NOT EXISTS auditors;
CREATE USER IF NOT EXISTS eva;
GRANT USE CATALOG ON CATALOG main TO eva;
GRANT USE SCHEMA, CREATE TABLE ON SCHEMA main.default TO eva;
GRANT SELECT, MODIFY ON TABLE accounts TO eva;
CREATE OR REPLACE FUNCTION seen(region STRING) RETURNS BOOLEAN
  RETURN is_account_group_member('auditors') OR region = 'EU';
CREATE OR REPLACE FUNCTION initial(name STRING) RETURNS STRING
  RETURN CASE WHEN is_account_group_member('auditors') THEN name ELSE left(name, 1) || '.' END;
ALTER TABLE accounts SET ROW FILTER seen ON (region);
ALTER TABLE accounts ALTER COLUMN holder SET MASK initial;

SET SESSION AUTHORIZATION eva;
SELECT * FROM accounts;
SELECT count(*) AS then FROM accounts VERSION AS OF 1;
UPDATE accounts SET amount = 0;

-- expect error LSQ3001
UPDATE accounts SET region = holder;

-- expect error LSQ2022
CREATE TABLE copied DEEP CLONE accounts;

-- Who is let through sees all, and that only eva's own row was changed.
RESET SESSION AUTHORIZATION;
ALTER GROUP auditors ADD USER eva;
SET SESSION AUTHORIZATION eva;
SELECT * FROM accounts ORDER BY id;
RESET SESSION AUTHORIZATION;
ALTER GROUP auditors DROP USER eva;
ALTER TABLE accounts DROP ROW FILTER;
ALTER TABLE accounts ALTER COLUMN holder DROP MASK;

-- Pictures that bear a tag are blurred, in whatever table of the schema they lie.
CREATE VOLUME IF NOT EXISTS scans;
CALL samples.draw_flowers('/Volumes/main/default/scans', count => 3, seed => 2);
CREATE TABLE IF NOT EXISTS photos (path STRING, picture IMAGE);
INSERT OVERWRITE photos
SELECT path, content FROM read_files('/Volumes/main/default/scans/**/*.png', format => 'binaryFile');
CREATE OR REPLACE FUNCTION blurred(picture IMAGE) RETURNS IMAGE RETURN image_blur(picture, 8);
ALTER TABLE photos ALTER COLUMN picture SET TAGS ('faces');
CREATE OR REPLACE POLICY no_faces ON SCHEMA main.default COLUMN MASK blurred
  TO `account users` EXCEPT auditors FOR TABLES MATCH COLUMNS has_tag('faces') AS f ON COLUMN f;
GRANT SELECT ON TABLE photos TO eva;
GRANT READ VOLUME ON VOLUME scans TO eva;

SET SESSION AUTHORIZATION eva;
SELECT count(*) AS pictures, count(DISTINCT md5(p.picture)) AS different, bool_or(p.picture = f.content) AS shown
FROM photos p JOIN read_files('/Volumes/main/default/scans/**/*.png', format => 'binaryFile') f ON p.path = f.path;
RESET SESSION AUTHORIZATION;
DROP POLICY no_faces ON SCHEMA main.default;
