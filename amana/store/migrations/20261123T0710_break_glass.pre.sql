-- Break-glass: an operator asks to look inside one workspace, one of its leads approves with a passkey, and for a quarter of an hour the
-- operator reads, through functions that ask at each look whether the approval lives.
SET LOCAL ROLE amana_glass;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET LOCAL ROLE amana_owner;
CREATE SCHEMA glass;
GRANT USAGE ON SCHEMA glass TO amana_door, amana_client, amana_operator;

CREATE TABLE walled.break_glass (
    workspace_id  uuid NOT NULL REFERENCES walled.workspace,
    request_id    uuid NOT NULL,
    number        int NOT NULL CHECK (number >= 1),  -- counts the workspace's own
    project_id    uuid,           -- NULL: every project. No foreign key: asking tells nobody which projects there are
    asked_by      uuid NOT NULL,  -- the operator
    body          bytea NOT NULL, -- sealed: the reason
    asked_at      timestamptz NOT NULL,
    lapses_at     timestamptz NOT NULL,  -- nobody decides it any more
    decided_by    text,
    decided_at    timestamptz,
    open_until    timestamptz,    -- NULL: not approved
    ended_by      text,
    ended_at      timestamptz,
    PRIMARY KEY (workspace_id, request_id),
    UNIQUE (workspace_id, number),
    CONSTRAINT a_decision_is_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT decided_before_it_lapsed CHECK (decided_at < lapses_at),
    CONSTRAINT what_was_approved_opens CHECK (open_until IS NULL OR decided_at IS NOT NULL),
    CONSTRAINT a_quarter_of_an_hour_at_most CHECK (open_until <= decided_at + interval '15 minutes'),
    CONSTRAINT what_was_open_ends CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_at IS NULL OR open_until IS NOT NULL))
);

-- How many rows were opened under a number is counted; of all other rows of the log this index knows nothing.
CREATE INDEX access_log_opened ON walled.access_log (workspace_id, detail) WHERE kind IN (
    'project opened', 'guideline opened', 'task listed', 'task opened', 'annotation opened');

-- ---- walls ------------------------------------------------------------------------------------------------------------

ALTER TABLE walled.break_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.break_glass FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['break_glass', 'workspace', 'project', 'guideline', 'batch', 'import_plan', 'task', 'task_content',
                                      'annotation', 'withdrawal', 'access_log'] LOOP
        EXECUTE format(
            'CREATE POLICY glass ON walled.%I TO amana_glass USING (workspace_id = (SELECT nullif(current_setting(''amana.entered'', true), '''')::uuid))'
            ' WITH CHECK (workspace_id = (SELECT nullif(current_setting(''amana.entered'', true), '''')::uuid))', table_name);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA walled, sec TO amana_glass;
GRANT SELECT, INSERT, UPDATE ON walled.break_glass TO amana_glass;
GRANT SELECT (workspace_id, created_at) ON walled.workspace TO amana_glass;
GRANT SELECT (workspace_id, batch_id, tasks) ON walled.batch TO amana_glass;
GRANT SELECT (workspace_id, bytes) ON walled.import_plan TO amana_glass;
GRANT SELECT ON walled.project, walled.guideline, walled.task, walled.task_content, walled.annotation, walled.withdrawal TO amana_glass;
GRANT SELECT (workspace_id, seq, at, kind, detail), INSERT ON walled.access_log TO amana_glass;

-- ---- the gate -----------------------------------------------------------------------------------------------------------

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- The person who bears this session, as `p_audience` and able to act, and their workspace. Fails with no_session, passkey_needed.
CREATE FUNCTION sec.person(p_session_hash bytea, p_audience text, OUT person_id uuid, OUT workspace_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.session;
BEGIN
    SELECT * INTO mine FROM commons.session s WHERE s.session_hash = p_session_hash AND s.audience = p_audience AND sec.lives(s);
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    ELSIF mine.only_enrols THEN
        PERFORM sec.fail('passkey_needed');
    END IF;
    PERFORM sec.used(p_session_hash, mine.last_used_at);
    person_id := mine.person_id;
    workspace_id := mine.workspace_id;
END $$;

-- What a person may sign with.
CREATE FUNCTION sec.credential_ids(p_person uuid) RETURNS bytea[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array(SELECT k.credential_id FROM commons.passkey k WHERE k.person_id = p_person AND k.removed_at IS NULL)
$$;

-- After a signature of this person's was checked against `p_seen_count`. Fails with passkey_refused: the passkey is not theirs, or
-- it was removed or used meanwhile, perhaps a copy of it.
CREATE FUNCTION sec.signed(p_person uuid, p_credential_id bytea, p_seen_count bigint, p_sign_count bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE commons.passkey k SET sign_count = p_sign_count, last_used_at = now()
    WHERE k.credential_id = p_credential_id AND k.person_id = p_person AND k.removed_at IS NULL AND k.sign_count = p_seen_count;
    IF NOT FOUND THEN
        PERFORM sec.fail('passkey_refused');
    END IF;
END $$;

-- Every workspace there is: each had a key from its first day.
CREATE FUNCTION sec.all_workspaces() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT c.workspace_id FROM commons.credential c
$$;
GRANT EXECUTE ON FUNCTION sec.fail, sec.enter, sec.person, sec.credential_ids, sec.signed, sec.all_workspaces TO amana_glass;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
