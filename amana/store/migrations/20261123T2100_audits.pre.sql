-- Blind audits: some settled tasks of a project judged by experts, who see the tasks and nothing else. An audit is a project of its own,
-- with its own people, pay and budget, whose tasks are copies; what is believed of the audited project never hears of their answers.
SET LOCAL ROLE amana_owner;

-- The task whose label this one checks. Whoever answered that one is never given this one.
ALTER TABLE walled.task ADD COLUMN audit_of uuid;
CREATE INDEX task_audit_of ON walled.task (workspace_id, audit_of) WHERE audit_of IS NOT NULL;

CREATE TABLE walled.audit (
    workspace_id  uuid NOT NULL,
    audit_id      uuid NOT NULL,     -- the project in which the experts answer
    project_id    uuid NOT NULL,     -- the audited one
    question      smallint NOT NULL CHECK (question >= 0),
    tasks         int NOT NULL CHECK (tasks >= 1),  -- settled when it was drawn: what it speaks for
    draws         int NOT NULL CHECK (draws BETWEEN 1 AND tasks),
    body          bytea NOT NULL,    -- sealed under the audited project: strata, draws, when to stop; never changed after the first answer
    begun_at      timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz,
    judged        int CHECK (judged BETWEEN 0 AND draws),  -- how many answers it rests on, from when it ended
    PRIMARY KEY (workspace_id, audit_id),
    FOREIGN KEY (workspace_id, audit_id) REFERENCES walled.project,
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project,
    CONSTRAINT not_of_itself CHECK (audit_id <> project_id),
    CONSTRAINT ended_after_so_many CHECK ((ended_at IS NULL) = (judged IS NULL))
);
CREATE INDEX audit_of_project ON walled.audit (workspace_id, project_id, begun_at);
CREATE UNIQUE INDEX audit_one_at_a_time ON walled.audit (workspace_id, project_id, question) WHERE ended_at IS NULL;

DO $$
DECLARE
    role_name  text;
BEGIN
    ALTER TABLE walled.audit ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled.audit FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['client', 'engine'] LOOP
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.audit TO %2$I USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()))',
            role_name, 'amana_' || role_name);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE (ended_at, judged) ON walled.audit TO amana_client;
GRANT SELECT, UPDATE (ended_at, judged) ON walled.audit TO amana_engine;
GRANT UPDATE (state) ON walled.project TO amana_engine;

ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded', 'frozen', 'thawed', 'wall', 'concern', 'guideline', 'feedback', 'audit'));
