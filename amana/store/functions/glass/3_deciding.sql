-- ---- the lab's side -----------------------------------------------------------------------------------------------------

-- What was asked of the workspace, the newest first, with how many rows were opened under each.
CREATE FUNCTION glass.requests(token text, p_most int)
RETURNS TABLE (request_id uuid, number int, project_id uuid, asked_by uuid, body bytea, asked_at timestamptz, state text, seconds_left int,
               decided_by text, decided_at timestamptz, ended_by text, ended_at timestamptz, rows_opened bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws uuid := glass.enter_walls(token);
BEGIN
    RETURN QUERY
    SELECT b.request_id, b.number, b.project_id, b.asked_by, b.body, b.asked_at, glass.state_of(b), glass.seconds_left(b),
           b.decided_by, b.decided_at, b.ended_by, coalesce(b.ended_at, CASE WHEN b.open_until < clock_timestamp() THEN b.open_until END),
           (SELECT count(*) FROM walled.access_log l WHERE l.workspace_id = ws AND l.detail = 'under break-glass ' || b.number
            AND l.kind IN ('project opened', 'guideline opened', 'task listed', 'task opened', 'annotation opened'))
    FROM walled.break_glass b WHERE b.workspace_id = ws ORDER BY b.number DESC LIMIT p_most;
END $$;

-- What every page of the lab's must say at this moment: what is open, and what waits for a decision.
CREATE FUNCTION glass.standing(token text)
RETURNS TABLE (request_id uuid, number int, asked_by uuid, state text, seconds_left int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws uuid := glass.enter_walls(token);
BEGIN
    RETURN QUERY
    SELECT b.request_id, b.number, b.asked_by, glass.state_of(b), glass.seconds_left(b)
    FROM walled.break_glass b
    WHERE b.workspace_id = ws AND greatest(b.open_until, b.lapses_at) > clock_timestamp() AND glass.state_of(b) IN ('asked', 'open')
    ORDER BY b.number;
END $$;

-- A request of this workspace, locked. Fails with break_glass_not_found.
CREATE FUNCTION glass.asked_of(ws uuid, p_request uuid) RETURNS walled.break_glass
LANGUAGE plpgsql AS $$
DECLARE
    one walled.break_glass;
BEGIN
    SELECT * INTO one FROM walled.break_glass b WHERE b.workspace_id = ws AND b.request_id = p_request FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('break_glass_not_found', json_build_object('request_id', p_request));
    END IF;
    RETURN one;
END $$;

-- The same, not decided yet. Fails with break_glass_decided.
CREATE FUNCTION glass.to_decide(ws uuid, p_request uuid) RETURNS walled.break_glass
LANGUAGE plpgsql AS $$
DECLARE
    one walled.break_glass := glass.asked_of(ws, p_request);
BEGIN
    IF glass.state_of(one) <> 'asked' THEN
        PERFORM sec.fail('break_glass_decided', json_build_object('state', glass.state_of(one)));
    END IF;
    RETURN one;
END $$;

CREATE FUNCTION glass.decline(token text, p_request uuid, p_actor text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws   uuid := glass.enter_walls(token);
    one  walled.break_glass := glass.to_decide(ws, p_request);
BEGIN
    UPDATE walled.break_glass b SET decided_by = p_actor, decided_at = clock_timestamp()
    WHERE b.workspace_id = ws AND b.request_id = one.request_id;
END $$;

-- From the moment this has returned nothing more is opened. Of what is not open it changes nothing.
CREATE FUNCTION glass.end(token text, p_request uuid, p_actor text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws   uuid := glass.enter_walls(token);
    one  walled.break_glass := glass.asked_of(ws, p_request);
BEGIN
    IF glass.state_of(one) = 'open' THEN
        PERFORM glass.end_it(one, p_actor);
    END IF;
END $$;

-- ---- approving, by the door: the caller is a person's session, and never a key ------------------------------------------

-- With which passkeys the bearer, a lead, may sign that this request is approved. Fails with passkey_missing where they have none.
CREATE FUNCTION glass.approving(p_session_hash bytea, p_request uuid) RETURNS TABLE (credential_ids bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lead record := sec.person(p_session_hash, 'client');
BEGIN
    PERFORM glass.go_inside(lead.workspace_id);
    PERFORM glass.to_decide(lead.workspace_id, p_request);
    credential_ids := sec.credential_ids(lead.person_id);
    IF cardinality(credential_ids) = 0 THEN
        PERFORM sec.fail('passkey_missing');
    END IF;
    RETURN NEXT;
END $$;

-- After the signature over this very request was checked against `p_seen_count`: open from now, for a quarter of an hour.
CREATE FUNCTION glass.approve(p_session_hash bytea, p_request uuid, p_credential_id bytea, p_seen_count bigint, p_sign_count bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lead     record := sec.person(p_session_hash, 'client');
    ws       uuid := lead.workspace_id;
    one      walled.break_glass;
    project  walled.project;
    at       timestamptz;
BEGIN
    PERFORM glass.go_inside(ws);
    one := glass.to_decide(ws, p_request);
    SELECT * INTO project FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = one.project_id;
    IF one.project_id IS NOT NULL AND NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', one.project_id));
    ELSIF project.shredded_at IS NOT NULL THEN
        PERFORM sec.fail('content_destroyed', json_build_object('destroyed_on', (project.shredded_at AT TIME ZONE 'UTC')::date));
    END IF;
    PERFORM sec.signed(lead.person_id, p_credential_id, p_seen_count, p_sign_count);
    at := clock_timestamp();
    UPDATE walled.break_glass b SET decided_by = lead.person_id, decided_at = at, open_until = at + interval '15 minutes'
    WHERE b.workspace_id = ws AND b.request_id = p_request;
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail)
    VALUES (ws, 'break-glass approved', lead.person_id::text, one.project_id, 'break-glass ' || one.number);
END $$;
