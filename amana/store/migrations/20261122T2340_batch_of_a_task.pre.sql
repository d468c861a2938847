-- Pages count tasks by batch: read from the task itself, instead of by a join over the whole project.
SET LOCAL ROLE amana_owner;

-- Forced row security binds the owner too, who has no walls: nothing below would find a row without this.
ALTER TABLE walled.task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.task_content NO FORCE ROW LEVEL SECURITY;

ALTER TABLE walled.task ADD COLUMN batch_no int;
UPDATE walled.task t SET batch_no = (c.task_no >> 32)::int FROM walled.task_content c
WHERE c.workspace_id = t.workspace_id AND c.task_id = t.task_id;
ALTER TABLE walled.task ALTER COLUMN batch_no SET NOT NULL;

ALTER TABLE walled.task FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.task_content FORCE ROW LEVEL SECURITY;
