-- A task's row is what dispatch changes, and small; what came with it, which never changes, lies beside it. Content is written
-- while a file is read, so that a plan is a look at real rows; committing makes the tasks. The file itself is kept outside.
SET LOCAL ROLE amana_owner;

-- Forced row security binds the owner too, who has no walls: nothing below would find a row without this.
ALTER TABLE walled.task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.batch NO FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.project NO FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.import_plan NO FORCE ROW LEVEL SECURITY;

-- ---- batches are numbered in their project ----------------------------------------------------------------------------

ALTER TABLE walled.project ADD COLUMN last_batch_no int NOT NULL DEFAULT 0;
ALTER TABLE walled.batch ADD COLUMN batch_no int;
UPDATE walled.batch b SET batch_no = n.batch_no FROM (
    SELECT workspace_id, batch_id, row_number() OVER (PARTITION BY workspace_id, project_id ORDER BY created_at, batch_id) AS batch_no
    FROM walled.batch) n
WHERE n.workspace_id = b.workspace_id AND n.batch_id = b.batch_id;
ALTER TABLE walled.batch ALTER COLUMN batch_no SET NOT NULL;
CREATE UNIQUE INDEX batch_number ON walled.batch (workspace_id, project_id, batch_no);
UPDATE walled.project p SET last_batch_no = (
    SELECT count(*) FROM walled.batch b WHERE b.workspace_id = p.workspace_id AND b.project_id = p.project_id);

-- ---- content ----------------------------------------------------------------------------------------------------------

CREATE TABLE walled.task_content (
    workspace_id    uuid NOT NULL,
    task_id         uuid NOT NULL,
    project_id      uuid NOT NULL,
    task_no         bigint NOT NULL,  -- batch number × 2³² + row of the file: the order in which things came
    content_digest  bytea NOT NULL,
    body            bytea NOT NULL,   -- sealed: the payload and the client's own id
    PRIMARY KEY (workspace_id, task_id)
);
INSERT INTO walled.task_content
SELECT t.workspace_id, t.task_id, t.project_id, (b.batch_no::bigint << 32) + t.row_no, t.content_digest, t.body
FROM walled.task t JOIN walled.batch b ON b.workspace_id = t.workspace_id AND b.batch_id = t.batch_id;
CREATE UNIQUE INDEX task_content_order ON walled.task_content (workspace_id, project_id, task_no);
ALTER TABLE walled.task DROP COLUMN batch_id, DROP COLUMN row_no, DROP COLUMN content_digest, DROP COLUMN body;

-- No item is bought twice: a project has one task of a content.
CREATE TABLE walled.task_digest (
    workspace_id    uuid NOT NULL,
    project_id      uuid NOT NULL,
    content_digest  bytea NOT NULL,
    task_id         uuid NOT NULL,
    PRIMARY KEY (workspace_id, project_id, content_digest)
);
INSERT INTO walled.task_digest
SELECT workspace_id, project_id, content_digest, task_id FROM walled.task_content ON CONFLICT DO NOTHING;

-- A foreign key from each task would lock the row of its content, and so write every page of it again, a million times an
-- import. Tasks are made by one statement out of contents; that no content of a task goes is checked once a statement.
ALTER TABLE walled.task DROP CONSTRAINT task_workspace_id_project_id_fkey;
CREATE FUNCTION walled.refuse_loss_of_content() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM gone g JOIN walled.task t ON t.workspace_id = g.workspace_id AND t.task_id = g.task_id) THEN
        RAISE EXCEPTION 'the content of a task can not be deleted' USING ERRCODE = '23503';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tasks_keep_their_content AFTER DELETE ON walled.task_content REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_loss_of_content();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON walled.task_content FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

-- ---- plans ------------------------------------------------------------------------------------------------------------

DROP TABLE walled.import_chunk;
DELETE FROM walled.import_plan p WHERE NOT EXISTS (
    SELECT FROM walled.batch b WHERE b.workspace_id = p.workspace_id AND b.plan_id = p.plan_id);
ALTER TABLE walled.import_plan DROP COLUMN chunks;
ALTER TABLE walled.import_plan ADD COLUMN batch_no int;
UPDATE walled.import_plan p SET batch_no = b.batch_no FROM walled.batch b
WHERE b.workspace_id = p.workspace_id AND b.plan_id = p.plan_id;
ALTER TABLE walled.import_plan ALTER COLUMN batch_no SET NOT NULL;
ALTER TABLE walled.import_plan ADD COLUMN read_at timestamptz;  -- NULL while the file is being read
UPDATE walled.import_plan SET read_at = created_at;

ALTER TABLE walled.task FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.batch FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.project FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.import_plan FORCE ROW LEVEL SECURITY;

-- ---- walls ------------------------------------------------------------------------------------------------------------

ALTER TABLE walled.task_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.task_content FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.task_digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.task_digest FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    role_name   text;
    table_name  text;
    walls       text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
      FOREACH table_name IN ARRAY ARRAY['task_content', 'task_digest'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.%4$I TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
            role_name, 'amana_' || role_name, walls, table_name);
      END LOOP;
    END LOOP;
END $$;
GRANT SELECT, INSERT, DELETE ON walled.task_content TO amana_client;
GRANT SELECT, INSERT ON walled.task_digest TO amana_client;
GRANT EXECUTE ON FUNCTION walled.refuse_loss_of_content TO amana_client, amana_engine;
GRANT SELECT, DELETE ON walled.task_content TO amana_engine;
GRANT SELECT ON walled.task_content TO amana_dispatch;
GRANT SELECT ON walled.batch TO amana_engine;
