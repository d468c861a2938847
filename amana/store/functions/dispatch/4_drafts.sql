-- Keeps what the caller typed for a task they hold, in place of `p_base`, the version they saw last; where another is there, theirs is not
-- kept and the other is returned: nothing is overwritten by somebody who never saw it.
CREATE FUNCTION dispatch.keep_draft(token text, p_assignment uuid, p_revision int, p_base int, p_body bytea)
RETURNS TABLE (kept boolean, version int, age_ms bigint, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me      uuid := dispatch.enter(token);
    ws      uuid := dispatch.walls();
    held    record;
    became  int;
BEGIN
    -- Whoever is submitting it at this moment comes first: what they leave is no draft.
    SELECT a.state, a.revision INTO held FROM walled.assignment a
    WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me FOR SHARE;
    IF NOT FOUND THEN
        PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
    ELSIF held.state <> 'held' OR held.revision <> p_revision THEN
        PERFORM sec.fail('not_in_your_hands', json_build_object('assignment_id', p_assignment));
    END IF;
    INSERT INTO walled.draft AS d (workspace_id, assignment_id, revision, version, body) VALUES (ws, p_assignment, p_revision, p_base + 1, p_body)
    ON CONFLICT (workspace_id, assignment_id) DO UPDATE
    SET revision = EXCLUDED.revision, version = d.version + 1, body = EXCLUDED.body, typed_at = EXCLUDED.typed_at
    WHERE d.version = p_base RETURNING d.version INTO became;
    IF FOUND THEN
        RETURN QUERY SELECT true, became, 0::bigint, NULL::bytea;
    ELSE
        RETURN QUERY SELECT false, d.version, (extract(epoch FROM clock_timestamp() - d.typed_at) * 1000)::bigint, d.body FROM walled.draft d
                     WHERE d.workspace_id = ws AND d.assignment_id = p_assignment;
    END IF;
END $$;
