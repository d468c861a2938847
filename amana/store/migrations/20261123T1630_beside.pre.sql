-- Beside the task: which version of the guideline somebody read last, questions to the lead, what a project tells people of their answers.
SET LOCAL ROLE amana_owner;

ALTER TABLE walled.project_member
    ADD COLUMN guideline_read   int,          -- the newest version that this person read; NULL: none that is known of
    ADD COLUMN answers_read_at  timestamptz;  -- when they last looked at what leads answered them
GRANT UPDATE (guideline_read, answers_read_at) ON walled.project_member TO amana_dispatch;

ALTER TABLE walled.project ADD COLUMN shows_settled boolean NOT NULL DEFAULT false;  -- whether people see how what they answered was settled

-- A question to the lead is a concern that gives nothing up: of a task or of none, and once answered for everybody to read. Its
-- words are sealed under the task's salt, or under the project's key alone.
ALTER TABLE walled.concern ALTER COLUMN task_id DROP NOT NULL;
ALTER TABLE walled.concern DROP CONSTRAINT concern_kind_check;
ALTER TABLE walled.concern ADD CONSTRAINT concern_kind_check
    CHECK (kind IN ('not_sure', 'out_of_field', 'guideline_wrong', 'skipped', 'question'));
ALTER TABLE walled.concern ADD CONSTRAINT a_question_alone_may_be_of_no_task CHECK (kind = 'question' OR task_id IS NOT NULL);
ALTER TABLE walled.concern ADD CONSTRAINT a_question_opens_nothing_again CHECK (kind <> 'question' OR coalesce(reopened_for, 'nobody') = 'nobody');
CREATE INDEX concern_person ON walled.concern (workspace_id, pseudonym, project_id, raised_at DESC);

ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded', 'frozen', 'thawed', 'wall', 'concern', 'guideline', 'feedback'));
