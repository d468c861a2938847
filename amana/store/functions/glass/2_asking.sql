-- ---- the operator's side ------------------------------------------------------------------------------------------------

-- Every workspace by its id and in numbers, the newest first, with what the bearer last asked there. No name, no guideline, no content.
CREATE FUNCTION glass.workspaces(p_session_hash bytea)
RETURNS TABLE (workspace_id uuid, created_at timestamptz, projects bigint, tasks bigint, bytes bigint, last_at timestamptz,
               request_id uuid, number int, project_id uuid, state text, seconds_left int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := (sec.person(p_session_hash, 'operator')).person_id;
    ws  uuid;
BEGIN
    FOR ws IN SELECT w FROM sec.all_workspaces() w LOOP
        PERFORM glass.go_inside(ws);
        RETURN QUERY
        SELECT w.workspace_id, w.created_at,
               (SELECT count(*) FROM walled.project p WHERE p.workspace_id = ws),
               (SELECT coalesce(sum(b.tasks), 0) FROM walled.batch b WHERE b.workspace_id = ws),
               (SELECT coalesce(sum(i.bytes), 0)::bigint FROM walled.import_plan i WHERE i.workspace_id = ws),
               (SELECT l.at FROM walled.access_log l WHERE l.workspace_id = ws ORDER BY l.seq DESC LIMIT 1),
               last.request_id, last.number, last.project_id, last.state, last.seconds_left
        FROM walled.workspace w
        LEFT JOIN LATERAL (
            SELECT b.request_id, b.number, b.project_id, glass.state_of(b) AS state, glass.seconds_left(b) AS seconds_left
            FROM walled.break_glass b WHERE b.workspace_id = ws AND b.asked_by = me ORDER BY b.number DESC LIMIT 1) last ON true
        WHERE w.workspace_id = ws;
    END LOOP;
END $$;

-- Whether there is such a workspace; asked before a reason is sealed with its key.
CREATE FUNCTION glass.require_workspace(p_session_hash bytea, ws uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := (sec.person(p_session_hash, 'operator')).person_id;
BEGIN
    PERFORM glass.go_inside(ws);
    IF NOT EXISTS (SELECT FROM walled.workspace w WHERE w.workspace_id = ws) THEN
        PERFORM sec.fail('workspace_not_found', json_build_object('workspace_id', ws));
    END IF;
END $$;

-- Asks to look inside a workspace; returns the number of the request. One of an operator's at a time waits or lives in a workspace.
CREATE FUNCTION glass.ask(p_session_hash bytea, ws uuid, p_project uuid, p_request uuid, p_body bytea) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me    uuid := (sec.person(p_session_hash, 'operator')).person_id;
    last  int;
BEGIN
    PERFORM glass.require_workspace(p_session_hash, ws);
    PERFORM pg_advisory_xact_lock(hashtextextended(ws::text, 6));
    IF EXISTS (SELECT FROM walled.break_glass b WHERE b.workspace_id = ws AND b.asked_by = me AND glass.state_of(b) IN ('asked', 'open')) THEN
        PERFORM sec.fail('break_glass_asked');
    END IF;
    SELECT coalesce(max(b.number), 0) INTO last FROM walled.break_glass b WHERE b.workspace_id = ws;
    INSERT INTO walled.break_glass (workspace_id, request_id, number, project_id, asked_by, body, asked_at, lapses_at)
    VALUES (ws, p_request, last + 1, p_project, me, p_body, clock_timestamp(), clock_timestamp() + interval '1 day')
    ON CONFLICT DO NOTHING;  -- an id that is taken is another operator's, which nobody is told
    RETURN last + 1;
END $$;

-- How a request of the bearer's stands.
CREATE FUNCTION glass.standing_of(p_session_hash bytea, ws uuid, p_request uuid)
RETURNS TABLE (number int, project_id uuid, state text, seconds_left int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one walled.break_glass := glass.mine(p_session_hash, ws, p_request);
BEGIN
    RETURN QUERY SELECT one.number, one.project_id, glass.state_of(one), glass.seconds_left(one);
END $$;

-- The operator needs it no longer: what is open ends, what waits is withdrawn. Twice changes nothing.
CREATE FUNCTION glass.leave(p_session_hash bytea, ws uuid, p_request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := (sec.person(p_session_hash, 'operator')).person_id;
    one walled.break_glass;
BEGIN
    PERFORM glass.go_inside(ws);
    SELECT * INTO one FROM walled.break_glass b WHERE b.workspace_id = ws AND b.request_id = p_request AND b.asked_by = me FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('break_glass_not_found', json_build_object('request_id', p_request));
    ELSIF glass.state_of(one) = 'open' THEN
        PERFORM glass.end_it(one, 'operator ' || me);
    ELSIF glass.state_of(one) = 'asked' THEN
        UPDATE walled.break_glass b SET lapses_at = clock_timestamp() WHERE b.workspace_id = ws AND b.request_id = p_request;
    END IF;
END $$;

CREATE FUNCTION glass.end_it(one walled.break_glass, p_actor text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE walled.break_glass b SET ended_by = p_actor, ended_at = clock_timestamp()
    WHERE b.workspace_id = one.workspace_id AND b.request_id = one.request_id;
END $$;
