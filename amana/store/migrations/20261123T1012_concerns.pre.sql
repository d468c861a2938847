-- Why somebody gave a task up without an answer: ways out that count against nobody, and what the lead did about each.
SET LOCAL ROLE amana_owner;

-- `set_aside`: given up, which is no skip. The task goes to others, and comes back to this person when a lead says so.
ALTER TABLE walled.assignment DROP CONSTRAINT assignment_state_check;
ALTER TABLE walled.assignment ADD CONSTRAINT assignment_state_check
    CHECK (state IN ('held', 'answered', 'released', 'expired', 'skipped', 'taken_back', 'set_aside'));

CREATE TABLE walled.concern (
    workspace_id       uuid NOT NULL,
    concern_id         uuid NOT NULL,  -- made by the browser: sending it again changes nothing
    project_id         uuid NOT NULL,
    task_id            uuid NOT NULL,
    pseudonym          uuid NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('not_sure', 'out_of_field', 'guideline_wrong', 'skipped')),
    guideline_version  int NOT NULL,
    body               bytea NOT NULL,  -- sealed under the task's salt: the person's own words, which may be empty
    raised_at          timestamptz NOT NULL DEFAULT now(),
    reply              bytea,           -- sealed likewise: the lead's
    reopened_for       text CHECK (reopened_for IN ('nobody', 'person', 'everybody')),
    done_at            timestamptz,
    PRIMARY KEY (workspace_id, concern_id),
    FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task,
    CONSTRAINT a_decision_is_whole CHECK ((done_at IS NULL) = (reply IS NULL) AND (done_at IS NULL) = (reopened_for IS NULL))
);
CREATE INDEX concern_project ON walled.concern (workspace_id, project_id, raised_at DESC);
CREATE INDEX concern_task ON walled.concern (workspace_id, task_id);

DO $$
DECLARE
    role_name  text;
    walls      text;
BEGIN
    ALTER TABLE walled.concern ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled.concern FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format('CREATE POLICY %1$I ON walled.concern TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
                       role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
GRANT SELECT ON walled.concern TO amana_client;
GRANT SELECT, INSERT, UPDATE ON walled.concern TO amana_dispatch;

ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded', 'frozen', 'thawed', 'wall', 'concern'));
