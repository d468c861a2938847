-- What the thinking half of submits must know, in one trip on the engine's connection: never on an annotator's. `n`: of which
-- call; an assignment that is not its caller's has no row.
CREATE FUNCTION dispatch.facts(tokens text[], p_assignments uuid[])
RETURNS TABLE (n int, task_type text, task_id uuid, presentation_seed int, project_id uuid, project_body bytea, task_body bytea,
               log_confusion double precision[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid[] := dispatch.enter_together(tokens);
    ws  uuid := dispatch.walls();
BEGIN
    FOR i IN 1 .. cardinality(me) LOOP
        RETURN QUERY
        SELECT i, p.task_type, a.task_id, a.presentation_seed, p.project_id, p.body, t.body, c.log_confusion
        FROM walled.assignment a
        JOIN walled.task_content t ON t.workspace_id = a.workspace_id AND t.task_id = a.task_id
        JOIN walled.project p ON p.workspace_id = a.workspace_id AND p.project_id = a.project_id
        LEFT JOIN walled.confusion c ON c.workspace_id = a.workspace_id AND c.project_id = a.project_id AND c.pseudonym = a.pseudonym
        WHERE a.workspace_id = ws AND a.assignment_id = p_assignments[i] AND (a.pseudonym = me[i]) IS TRUE;
    END LOOP;
END $$;

-- The projects the caller is a member of, with what they answered and earned since a moment. Sealed bodies hold the names.
CREATE FUNCTION dispatch.my_projects(token text, p_since timestamptz)
RETURNS TABLE (project_id uuid, state text, rate_minor bigint, currency text, guideline_version int, body bytea,
               undo_seconds int, has_open_tasks boolean, answered bigint, earned_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT p.project_id, walled.shown_state(p.state, w.frozen_at), p.rate_minor, p.currency, p.guideline_version, p.body, p.undo_seconds,
           EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p.project_id AND t.open),
           count(x.transfer_id), coalesce(sum(x.amount_minor), 0)::bigint
    FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    JOIN walled.workspace w ON w.workspace_id = ws
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.pseudonym = me AND n.project_id = p.project_id AND n.submitted_at >= p_since
    LEFT JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    WHERE m.workspace_id = ws AND m.pseudonym = me AND m.ended_at IS NULL AND p.state <> 'draft'
    GROUP BY p.workspace_id, p.project_id, w.workspace_id
    ORDER BY p.created_at;
END $$;

-- The caller's own lines of the ledger, newest first. `state` is pending until the task settles, then posted; or voided.
CREATE FUNCTION dispatch.my_statement(token text, p_most int)
RETURNS TABLE (submit_id uuid, project_id uuid, body bytea, submitted_at timestamptz, amount_minor bigint, currency text, state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT n.submit_id, n.project_id, p.body, n.submitted_at, x.amount_minor, x.currency, coalesce(e.kind, 'pending')
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    WHERE n.workspace_id = ws AND n.pseudonym = me
    ORDER BY n.submitted_at DESC LIMIT p_most;
END $$;

-- The sums of all the caller's lines, by project, currency and state.
CREATE FUNCTION dispatch.my_totals(token text)
RETURNS TABLE (project_id uuid, body bytea, currency text, state text, annotations bigint, amount_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT p.project_id, p.body, x.currency, coalesce(e.kind, 'pending'), count(*), sum(x.amount_minor)::bigint
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    WHERE n.workspace_id = ws AND n.pseudonym = me
    GROUP BY p.workspace_id, p.project_id, x.currency, coalesce(e.kind, 'pending')
    ORDER BY p.created_at, x.currency;
END $$;

-- A file of a task that the caller holds or answered. That they were given it while they hold it, *released* says; what they look
-- at afterwards is a row of its own.
CREATE FUNCTION dispatch.media(token text, p_project uuid, p_assignment uuid, p_media uuid) RETURNS TABLE (media_id uuid, blob uuid, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me     uuid := dispatch.enter(token);
    ws     uuid := dispatch.walls();
    held   record;
BEGIN
    SELECT f.media_id, f.blob, f.body, a.task_id, a.state INTO held FROM walled.assignment a
    JOIN walled.project_member m ON m.workspace_id = ws AND m.project_id = a.project_id AND m.pseudonym = a.pseudonym AND m.ended_at IS NULL
    JOIN walled.task_media x ON x.workspace_id = ws AND x.task_id = a.task_id AND x.media_id = p_media
    JOIN walled.media f ON f.workspace_id = ws AND f.media_id = x.media_id
    WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.project_id = p_project AND a.pseudonym = me
      AND a.state IN ('held', 'answered');
    IF NOT FOUND THEN
        PERFORM sec.fail('media_not_found', json_build_object('media_id', p_media));
    END IF;
    IF held.state = 'answered' THEN
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
        VALUES (ws, 'media read', me::text, p_project, held.task_id, p_assignment, 'media ' || p_media);
    END IF;
    RETURN QUERY SELECT held.media_id, held.blob, held.body;
END $$;

-- The guideline in force, for someone who works in the project; the log says who read which version.
CREATE FUNCTION dispatch.guideline(token text, p_project uuid) RETURNS TABLE (version int, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me        uuid := dispatch.enter(token);
    ws        uuid := dispatch.walls();
    in_force  record;
BEGIN
    SELECT g.version, g.body, w.frozen_at INTO in_force FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    JOIN walled.workspace w ON w.workspace_id = ws
    JOIN walled.guideline g ON g.workspace_id = p.workspace_id AND g.project_id = p.project_id AND g.version = p.guideline_version
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    IF in_force.frozen_at IS NOT NULL THEN
        PERFORM sec.fail('workspace_frozen');
    END IF;
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail)
    VALUES (ws, 'guideline read', me::text, p_project, 'version ' || in_force.version);
    RETURN QUERY SELECT in_force.version, in_force.body;
END $$;
