-- A client freezes its workspace: from that commit on nothing of it is shown to anybody but its own leads and auditors.
SET LOCAL ROLE amana_owner;

ALTER TABLE walled.workspace ADD COLUMN frozen_at timestamptz;

-- What is said of a project's state: in a frozen workspace an open one is paused.
CREATE FUNCTION walled.shown_state(p_state text, p_frozen_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE WHEN p_frozen_at IS NOT NULL AND p_state = 'open' THEN 'paused' ELSE p_state END $$;
GRANT EXECUTE ON FUNCTION walled.shown_state TO amana_dispatch, amana_client;

ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded', 'frozen', 'thawed'));

GRANT SELECT ON walled.workspace TO amana_dispatch;
GRANT UPDATE (frozen_at) ON walled.workspace TO amana_dispatch;
GRANT SELECT ON walled.workspace TO amana_auditor;
