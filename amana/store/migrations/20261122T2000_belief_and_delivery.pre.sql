-- What the engine believes (estimates, the confusions behind them, agreement), what is settled, what was delivered.
SET LOCAL ROLE amana_owner;

-- ---- belief ---------------------------------------------------------------------------------------------------------

-- What each annotation adds to the log belief of its votes' questions, class by class; empty for answers that vote nothing.
-- A hint: the sweep recomputes everything from the stored votes.
ALTER TABLE walled.annotation ADD COLUMN increment double precision[] NOT NULL DEFAULT '{}';

-- Base of the belief in each question of a task: log posterior after the first `n_base` events of the task.
CREATE TABLE walled.estimate (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    task_id       uuid NOT NULL,
    question      smallint NOT NULL,
    base          double precision[] NOT NULL,
    n_base        int NOT NULL CHECK (n_base >= 0),
    doubt         double precision NOT NULL,  -- 1 - the greatest posterior: what a list of tasks is sorted by
    estimated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, task_id, question),
    FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task
) WITH (fillfactor = 85);
CREATE INDEX estimate_doubt ON walled.estimate (workspace_id, project_id, doubt DESC, task_id);

-- How a person confuses classes, as the last full estimate saw it: all questions' (truth, given) matrices, flattened in order.
CREATE TABLE walled.confusion (
    workspace_id   uuid NOT NULL,
    project_id     uuid NOT NULL,
    pseudonym      uuid NOT NULL,
    log_confusion  double precision[] NOT NULL,
    annotations    int NOT NULL,
    PRIMARY KEY (workspace_id, project_id, pseudonym),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

-- The last full estimate of each question of a project. `events` is how many it saw: where the count differs, work waits.
CREATE TABLE walled.estimation (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    question      smallint NOT NULL,
    events        bigint NOT NULL,
    model         text NOT NULL,
    rounds        int NOT NULL,
    converged     boolean NOT NULL,
    alpha         double precision,
    alpha_low     double precision,
    alpha_high    double precision,
    alpha_tasks   int NOT NULL,
    estimated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, project_id, question),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

-- ---- settling -------------------------------------------------------------------------------------------------------

-- A column of its own, so that an answer that does not complete a task stays a HOT update.
ALTER TABLE walled.task ADD COLUMN due boolean GENERATED ALWAYS AS (state = 'open' AND answered >= needed) STORED;
CREATE INDEX task_due ON walled.task (workspace_id, task_id) WHERE due;
CREATE INDEX task_settled ON walled.task (workspace_id, project_id, task_id) WHERE state = 'settled';

-- ---- directions -----------------------------------------------------------------------------------------------------

-- A task meant for somebody who never comes must not wait for ever.
ALTER TABLE walled.returned ADD COLUMN directed_until timestamptz;
UPDATE walled.returned SET directed_until = now() + interval '1 day' WHERE directed;
ALTER TABLE walled.returned ADD CONSTRAINT a_direction_ends CHECK (directed = (directed_until IS NOT NULL));
CREATE INDEX returned_directed ON walled.returned (workspace_id, directed_until) WHERE directed;

-- ---- delivery -------------------------------------------------------------------------------------------------------

CREATE TABLE walled.delivery (
    workspace_id  uuid NOT NULL,
    delivery_id   uuid NOT NULL,
    project_id    uuid NOT NULL,
    tasks         int NOT NULL,
    annotations   int NOT NULL,
    bytes         bigint NOT NULL,
    body          bytea NOT NULL,  -- sealed: the signed manifest, file by file
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, delivery_id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

-- The files as they were signed: the same bytes for ever, whatever code serves them.
CREATE TABLE walled.delivery_chunk (
    workspace_id  uuid NOT NULL,
    delivery_id   uuid NOT NULL,
    file_no       smallint NOT NULL,
    chunk_no      int NOT NULL,
    body          bytea NOT NULL,  -- sealed
    PRIMARY KEY (workspace_id, delivery_id, file_no, chunk_no),
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES walled.delivery DEFERRABLE INITIALLY DEFERRED
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.delivery FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.delivery_chunk FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

-- ---- walls ------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    walled_table  text;
    role_name     text;
BEGIN
    FOREACH walled_table IN ARRAY ARRAY['estimate', 'confusion', 'estimation', 'delivery', 'delivery_chunk'] LOOP
        EXECUTE format('ALTER TABLE walled.%I ENABLE ROW LEVEL SECURITY', walled_table);
        EXECUTE format('ALTER TABLE walled.%I FORCE ROW LEVEL SECURITY', walled_table);
        FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
            EXECUTE format(
                'CREATE POLICY %I ON walled.%I TO %I USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()))',
                role_name, walled_table, 'amana_' || role_name);
        END LOOP;
    END LOOP;
END $$;

GRANT SELECT ON walled.estimate, walled.confusion, walled.estimation TO amana_client;
GRANT SELECT, INSERT ON walled.delivery, walled.delivery_chunk TO amana_client;
GRANT SELECT, INSERT, UPDATE ON walled.estimate, walled.confusion, walled.estimation TO amana_engine;
GRANT SELECT ON walled.transfer TO amana_engine;
GRANT SELECT ON walled.confusion TO amana_dispatch;
GRANT UPDATE (state) ON walled.task TO amana_dispatch;

-- ---- people ---------------------------------------------------------------------------------------------------------

-- A lead sees the people of their projects under the labels they gave them, and can make another link for one of them.
GRANT SELECT ON commons.person TO amana_dispatch;
GRANT INSERT ON commons.invitation TO amana_dispatch;
CREATE POLICY dispatch ON commons.person FOR SELECT TO amana_dispatch
    USING (person_id IN (SELECT m.person_id FROM commons.membership m WHERE m.workspace_id = (SELECT sec.workspace())));
CREATE POLICY dispatch ON commons.invitation FOR INSERT TO amana_dispatch
    WITH CHECK (workspace_id = (SELECT sec.workspace()) AND audience = 'annotator');

-- ---- sweeps -----------------------------------------------------------------------------------------------------------

-- When each sweep last ran, for the operator's page: how much it did, and the kind of error if it failed. Nobody's content.
CREATE TABLE machinery.sweep_run (
    sweep       text PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL,
    did         bigint NOT NULL,
    failed      text
);
GRANT SELECT, INSERT, UPDATE ON machinery.sweep_run TO amana_gate;

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
CREATE FUNCTION sec.sweep_ran(p_sweep text, p_started timestamptz, p_did bigint, p_failed text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO machinery.sweep_run (sweep, started_at, ended_at, did, failed) VALUES (p_sweep, p_started, clock_timestamp(), p_did, p_failed)
    ON CONFLICT (sweep) DO UPDATE SET started_at = EXCLUDED.started_at, ended_at = EXCLUDED.ended_at, did = EXCLUDED.did, failed = EXCLUDED.failed
$$;
GRANT EXECUTE ON FUNCTION sec.sweep_ran TO amana_engine;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
