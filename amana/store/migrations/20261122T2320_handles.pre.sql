-- What a lead changes of a running project: the trail of changes, the columns dispatch may change for it, finding a task by the
-- client's own id.
SET LOCAL ROLE amana_owner;

-- ---- the trail ----------------------------------------------------------------------------------------------------------

-- Who changed what, when, from what to what; written in the commit of the change. A change of many tasks goes in portions,
-- each with rows of its own: what has one `change_id` is one change. No words of anybody's: numbers, ids and states only.
CREATE TABLE walled.project_event (
    workspace_id  uuid NOT NULL,
    event_no      bigint GENERATED ALWAYS AS IDENTITY,  -- order only; never shown, its gaps would tell of other tenants
    project_id    uuid NOT NULL,
    change_id     uuid NOT NULL,
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor         text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended',
                                                'let_back', 'taken_back', 'directed', 'undirected')),
    was           text CHECK (length(was) <= 40),
    became        text CHECK (length(became) <= 40),
    batch_no      int,
    task_id       uuid,
    pseudonym     uuid,
    tasks         int,
    PRIMARY KEY (workspace_id, event_no),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);
CREATE INDEX project_event_order ON walled.project_event (workspace_id, project_id, event_no);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.project_event FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

ALTER TABLE walled.project_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.project_event FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    role_name  text;
    walls      text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.project_event TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
            role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON walled.project_event TO amana_client, amana_dispatch;

-- ---- what dispatch changes ----------------------------------------------------------------------------------------------

GRANT UPDATE (needed, priority) ON walled.task TO amana_dispatch;
GRANT UPDATE (epoch) ON walled.project TO amana_dispatch;
GRANT UPDATE (ended_at) ON walled.project_member TO amana_dispatch;
GRANT SELECT, DELETE ON walled.task_digest TO amana_dispatch;

-- A lead took the task back from somebody: it does not come to them again, and a late answer of theirs is taken as any late one.
ALTER TABLE walled.assignment DROP CONSTRAINT assignment_state_check;
ALTER TABLE walled.assignment ADD CONSTRAINT assignment_state_check
    CHECK (state IN ('held', 'answered', 'released', 'expired', 'skipped', 'taken_back'));

-- A slot that is new because more annotations are needed did not come back: it may be one of a million, and the project's epoch
-- tells everybody of them.
DROP TRIGGER note_returned_slot ON walled.task;
CREATE TRIGGER note_returned_slot AFTER UPDATE OF slots, state ON walled.task FOR EACH ROW
    WHEN (NEW.open AND NEW.slots > OLD.slots AND NEW.needed = OLD.needed) EXECUTE FUNCTION walled.note_returned_slot();

-- ---- finding a task -------------------------------------------------------------------------------------------------------

-- The first 8 bytes of a keyed hash of the client's own id; NULL where there is none, and for tasks older than this column.
ALTER TABLE walled.task_content ADD COLUMN item_digest bigint;
CREATE INDEX task_content_item ON walled.task_content (workspace_id, project_id, item_digest) WHERE item_digest IS NOT NULL;

-- Which tasks a batch has is read from the index alone: the contents beside it are a thousand times larger.
CREATE UNIQUE INDEX task_content_batch ON walled.task_content (workspace_id, project_id, task_no) INCLUDE (task_id);
DROP INDEX walled.task_content_order;
