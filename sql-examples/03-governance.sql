-- Users, groups and grants; every access and every denial is on record. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/governance -f sql-examples/03-governance.sql

CREATE SCHEMA IF NOT EXISTS sales;
CREATE OR REPLACE TABLE sales.orders AS
SELECT i AS id, 'customer ' || i % 7 AS customer, (i * 37) % 100 AS amount, CASE WHEN i % 3 = 0 THEN 'eu' ELSE 'us' END AS region
FROM range(1, 21) r(i);
CREATE OR REPLACE VIEW sales.by_region AS SELECT region, sum(amount) AS amount FROM sales.orders GROUP BY region;

DROP USER IF EXISTS ana;
DROP USER IF EXISTS bo;
DROP GROUP IF EXISTS analysts;
CREATE USER ana PASSWORD 'correct horse';
CREATE USER bo PASSWORD 'battery staple';
CREATE GROUP analysts;
ALTER GROUP analysts ADD USER ana, bo;

-- What is granted on a container holds for what is in it; USE opens the way there.
GRANT USE CATALOG ON CATALOG main TO analysts;
GRANT USE SCHEMA ON SCHEMA main.sales TO analysts;
GRANT SELECT ON VIEW main.sales.by_region TO analysts;
GRANT SELECT ON TABLE main.sales.orders TO bo;
SHOW GRANTS ON SCHEMA main.sales;

SET SESSION AUTHORIZATION ana;
SELECT * FROM main.sales.by_region ORDER BY region;
-- The view reads with its owner's rights; the table behind it stays closed to her, in every way.
-- expect error LSQ3001
SELECT * FROM main.sales.orders;
-- expect error LSQ3001
SELECT * FROM main.sales.orders VERSION AS OF 0;
-- expect error LSQ2001
SELECT * FROM system.access.audit;
SHOW TABLES IN main.sales;

SET SESSION AUTHORIZATION bo;
SELECT count(*) AS orders FROM main.sales.orders;
-- expect error LSQ3001
UPDATE main.sales.orders SET amount = 0;
RESET SESSION AUTHORIZATION;

REVOKE SELECT ON TABLE main.sales.orders FROM bo;
SELECT acting_as, action_name, securable, privilege, count(*) AS denials
FROM system.access.audit WHERE response = 'DENIED' GROUP BY ALL ORDER BY ALL;
