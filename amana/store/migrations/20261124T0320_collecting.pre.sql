-- Adaptive collection: a project may leave it to the engine how many annotations each task gets, from so many to so many, and whose.
SET LOCAL ROLE amana_owner;

-- The least; `annotations_needed` is the most. NULL: every task gets the most.
ALTER TABLE walled.project ADD COLUMN annotations_min smallint;
-- Whom the engine considers for a task: those who work at that moment, or in each round those whom the client names.
ALTER TABLE walled.project ADD COLUMN chosen_among text NOT NULL DEFAULT 'present';
ALTER TABLE walled.project ADD CONSTRAINT project_least_annotations CHECK (annotations_min BETWEEN 1 AND annotations_needed);
ALTER TABLE walled.project ADD CONSTRAINT project_chosen_among CHECK (chosen_among IN ('present', 'named'));

-- A task that has the answers it was asked for, of which nobody has decided yet whether it needs another. A task that nobody was
-- asked yet is one: it needs none so far.
ALTER TABLE walled.task DROP CONSTRAINT task_needed_check;
ALTER TABLE walled.task ADD CONSTRAINT task_needed_check CHECK (needed >= 0);
ALTER TABLE walled.task ADD COLUMN undecided boolean GENERATED ALWAYS AS (state = 'open' AND answered >= needed AND ripe_at = 'infinity') STORED;
CREATE INDEX task_undecided ON walled.task (workspace_id, project_id, needed, task_id) WHERE undecided;

-- When somebody last asked for a task of a project that decides for itself, and there was none for them.
ALTER TABLE walled.project_member ADD COLUMN waiting_at timestamptz;
GRANT UPDATE (waiting_at) ON walled.project_member TO amana_dispatch;
GRANT SELECT ON walled.project_member, walled.returned TO amana_engine;

-- Tasks that were drawn to learn from: what is forecast of the others is learnt from these.
ALTER TABLE walled.task ADD COLUMN pilot boolean NOT NULL DEFAULT false;
CREATE INDEX task_pilot ON walled.task (workspace_id, project_id) WHERE pilot;

-- How many annotations a project with these batches will take, as it was forecast once its pilot was answered: kept, to be held
-- against what came.
CREATE TABLE walled.forecast (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    batch_no      int NOT NULL,   -- the last of those it speaks for
    tasks         int NOT NULL CHECK (tasks >= 1),
    answered      bigint NOT NULL CHECK (answered >= 0),  -- annotations that were in
    low           double precision NOT NULL,
    annotations   double precision NOT NULL,              -- of all its tasks, those that were in among them
    high          double precision NOT NULL,
    made_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, project_id, batch_no),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project,
    CONSTRAINT forecast_in_order CHECK (low <= annotations AND annotations <= high)
);
DO $$
DECLARE
    role_name  text;
BEGIN
    ALTER TABLE walled.forecast ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled.forecast FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['client', 'engine'] LOOP
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.forecast TO %2$I USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()))',
            role_name, 'amana_' || role_name);
    END LOOP;
END $$;
GRANT SELECT ON walled.forecast TO amana_client;
GRANT SELECT, INSERT ON walled.forecast TO amana_engine;
