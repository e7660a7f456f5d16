-- LakeSql from nothing: files, pictures, a table, a model, a second user, time travel, lineage, audit.
-- Run it with: dotnet run --project src/LakeSql.Repl -c Release -- -f sql-examples/quickstart.sql

CREATE SCHEMA IF NOT EXISTS vision COMMENT 'pictures of flowers';
USE SCHEMA vision;

-- A volume holds files. This one gets 300 drawn pictures, in one folder for each class.
CREATE VOLUME IF NOT EXISTS raw COMMENT 'pictures as they came';
CALL samples.draw_flowers('/Volumes/main/vision/raw/flowers', count => 300, seed => 1);
LIST '/Volumes/main/vision/raw/flowers/';

-- Pictures in a table, the label taken from the path.
CREATE OR REPLACE TABLE photos AS
SELECT path, regexp_extract(path, '/flowers/([a-z]+)/', 1) AS species, length, content
FROM read_files('/Volumes/main/vision/raw/flowers/**/*.png', format => 'binaryFile');
SELECT species, count(*) AS pictures FROM photos GROUP BY species ORDER BY species;

-- A model, trained on a pinned version of the table. The run is recorded without being asked for.
TRAIN MODEL flowers
  OPTIONS (task = 'image_classification', epochs = 15, seed = 7, image_size = 48)
  TARGET species
AS SELECT content, species FROM photos VERSION AS OF 0;
SELECT model, model_version, status, params['epochs'] AS epochs, round(metrics['val_accuracy'], 2) AS val_accuracy,
       data_versions
FROM system.mlflow.runs_latest ORDER BY start_time DESC LIMIT 1;

-- A second user may use the model and the table, and nothing else.
DROP USER IF EXISTS ana;
CREATE USER ana PASSWORD 'correct horse';
CREATE TABLE IF NOT EXISTS secrets (note STRING);
GRANT USE CATALOG ON CATALOG main TO ana;
GRANT USE SCHEMA ON SCHEMA main.vision TO ana;
GRANT SELECT ON TABLE photos TO ana;
GRANT EXECUTE ON MODEL flowers TO ana;
SHOW GRANTS TO ana;

SET SESSION AUTHORIZATION ana;
SELECT species, count(*) AS pictures, round(avg((p.label = species)::INT), 2) AS right, round(avg(p.score), 2) AS sure
FROM (SELECT species, PREDICT(main.vision.flowers, content) AS p FROM main.vision.photos) GROUP BY species ORDER BY species;
-- expect error LSQ3001
SELECT * FROM main.vision.secrets;
-- expect error LSQ3001
DELETE FROM main.vision.photos;
RESET SESSION AUTHORIZATION;

-- Time travel: every change is a version, and old versions stay readable.
DELETE FROM photos WHERE species = 'violet';
SELECT count(*) AS now FROM photos;
SELECT count(*) AS before FROM photos VERSION AS OF 0;
RESTORE TABLE photos TO VERSION AS OF 0;
DESCRIBE HISTORY photos;

-- Where it all came from, and who tried what.
SHOW LINEAGE UPSTREAM FOR MODEL flowers;
SELECT user_name, acting_as, action_name, securable, privilege, response
FROM system.access.audit WHERE response = 'DENIED' ORDER BY event_time DESC LIMIT 2;
