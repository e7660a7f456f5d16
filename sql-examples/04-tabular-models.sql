-- Models on rows of numbers and words: trained, versioned and used in SQL. Run it with
--   dotnet run --project src/LakeSql.Repl -c Release -- /tmp/models -f sql-examples/04-tabular-models.sql

CREATE SCHEMA IF NOT EXISTS ml;
USE SCHEMA ml;

-- Flats: the price follows from size, floor and quarter, with noise that repeats.
CREATE OR REPLACE TABLE flats AS
SELECT 30 + (i * 7) % 90 AS size, i % 6 AS floor, ['centre', 'hill', 'harbour'][1 + i % 3] AS quarter,
       2.5 * (30 + (i * 7) % 90) + 4 * (i % 6) + 40 * (i % 3) + (hash(i) % 1000) / 100.0 AS price
FROM range(600) r(i);

TRAIN MODEL price OPTIONS (task = 'regression', epochs = 40, seed = 7)
TARGET price AS SELECT size, floor, quarter, price FROM flats;
SELECT quarter, round(avg(abs(PREDICT(price, size, floor, quarter) - price))) < 12 AS close FROM flats GROUP BY quarter ORDER BY quarter;

-- The same name again makes version 2; both stay usable, and each knows the data it came from.
TRAIN MODEL price OPTIONS (task = 'regression', epochs = 2, seed = 7)
TARGET price AS SELECT size, price FROM flats;
SELECT round(PREDICT(price VERSION 1, 60, 2, 'hill')) BETWEEN 170 AND 230 AS plausible;

TRAIN MODEL quarter OPTIONS (task = 'classification', epochs = 30, seed = 7)
TARGET quarter AS SELECT size, floor, price, quarter FROM flats;
SELECT p.label IN ('centre', 'hill', 'harbour') AS known, len(map_keys(p.scores)) AS classes
FROM (SELECT PREDICT(quarter, 60, 2, 240) AS p);

SELECT model, model_version, status, params['epochs'] AS epochs, data_versions
FROM system.mlflow.runs_latest ORDER BY start_time DESC LIMIT 3;
SELECT metric_name, count(*) AS steps FROM system.mlflow.run_metrics_history
WHERE run_id = (SELECT max_by(run_id, start_time) FROM system.mlflow.runs_latest WHERE model = 'main.ml.quarter') GROUP BY ALL ORDER BY ALL;
SHOW LINEAGE UPSTREAM FOR MODEL price;
DROP MODEL price VERSION 2;
SHOW MODELS;
DROP MODEL price;
DROP MODEL quarter;
