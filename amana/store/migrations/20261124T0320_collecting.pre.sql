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
