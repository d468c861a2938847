-- From here on the transaction works inside these walls.
CREATE FUNCTION glass.go_inside(ws uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('amana.entered', ws::text, true);
END $$;

-- The same as a lead's token says.
CREATE FUNCTION glass.enter_walls(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := sec.enter(token);
BEGIN
    RETURN scope[2]::uuid;
END $$;

-- asked, lapsed, declined, open, ended (by somebody), over (by the clock). The one place that says whether a request lives.
CREATE FUNCTION glass.state_of(one walled.break_glass) RETURNS text
LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN one.ended_at IS NOT NULL THEN 'ended'
                WHEN one.open_until > clock_timestamp() THEN 'open'
                WHEN one.open_until IS NOT NULL THEN 'over'
                WHEN one.decided_at IS NOT NULL THEN 'declined'
                WHEN one.lapses_at > clock_timestamp() THEN 'asked'
                ELSE 'lapsed' END
$$;

-- How long it is still open, or to be decided; 0 where neither.
CREATE FUNCTION glass.seconds_left(one walled.break_glass) RETURNS int
LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN glass.state_of(one) IN ('open', 'asked')
                THEN ceil(extract(epoch FROM coalesce(one.open_until, one.lapses_at) - clock_timestamp()))::int ELSE 0 END
$$;

-- An operator's own request, locked until the commit: whoever ends it waits for looks that are under way, and says so after them.
-- Fails with no_session, break_glass_not_found, which is also what another operator's looks like.
CREATE FUNCTION glass.mine(p_session_hash bytea, ws uuid, p_request uuid) RETURNS walled.break_glass
LANGUAGE plpgsql AS $$
DECLARE
    me   uuid := (sec.person(p_session_hash, 'operator')).person_id;
    one  walled.break_glass;
BEGIN
    PERFORM glass.go_inside(ws);
    SELECT * INTO one FROM walled.break_glass b WHERE b.workspace_id = ws AND b.request_id = p_request AND b.asked_by = me FOR SHARE;
    IF NOT FOUND THEN
        PERFORM sec.fail('break_glass_not_found', json_build_object('request_id', p_request));
    END IF;
    RETURN one;
END $$;

-- The same, open at this moment, and for this project if one is named. Fails with break_glass_closed, project_not_found.
CREATE FUNCTION glass.look(p_session_hash bytea, ws uuid, p_request uuid, p_project uuid) RETURNS walled.break_glass
LANGUAGE plpgsql AS $$
DECLARE
    one walled.break_glass := glass.mine(p_session_hash, ws, p_request);
BEGIN
    IF glass.state_of(one) <> 'open' THEN
        PERFORM sec.fail('break_glass_closed', json_build_object('state', glass.state_of(one)));
    END IF;
    IF p_project <> one.project_id
       OR p_project IS NOT NULL AND NOT EXISTS (SELECT FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = p_project) THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    RETURN one;
END $$;

-- A row that was opened, in the log that the client reads.
CREATE FUNCTION glass.tell(one walled.break_glass, p_kind text, p_project uuid, p_task uuid, p_assignment uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
    VALUES (one.workspace_id, p_kind, 'operator ' || one.asked_by, p_project, p_task, p_assignment, 'under break-glass ' || one.number);
END $$;
