-- ---- what the operator reads while it lives: bodies are sealed, the engine opens them -------------------------------------

-- The project it is for, or the newest of them all.
CREATE FUNCTION glass.projects(p_session_hash bytea, ws uuid, p_request uuid, p_most int)
RETURNS TABLE (project_id uuid, task_type text, state text, created_at timestamptz, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one walled.break_glass := glass.look(p_session_hash, ws, p_request, NULL);
BEGIN
    FOR project_id, task_type, state, created_at, body IN
        SELECT p.project_id, p.task_type, p.state, p.created_at, p.body FROM walled.project p
        WHERE p.workspace_id = ws AND (one.project_id IS NULL OR p.project_id = one.project_id)
        ORDER BY p.created_at DESC LIMIT p_most LOOP
        PERFORM glass.tell(one, 'project opened', project_id, NULL, NULL);
        RETURN NEXT;
    END LOOP;
END $$;

-- The guideline in force.
CREATE FUNCTION glass.guideline(p_session_hash bytea, ws uuid, p_request uuid, p_project uuid) RETURNS TABLE (version int, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one walled.break_glass := glass.look(p_session_hash, ws, p_request, p_project);
BEGIN
    PERFORM glass.tell(one, 'guideline opened', p_project, NULL, NULL);
    RETURN QUERY
    SELECT g.version, g.body FROM walled.project p
    JOIN walled.guideline g ON g.workspace_id = ws AND g.project_id = p.project_id AND g.version = p.guideline_version
    WHERE p.workspace_id = ws AND p.project_id = p_project;
END $$;

-- At most `p_most` tasks in the order of their files, after one of them. The client's own ids are content: each task is a row of the log.
CREATE FUNCTION glass.tasks(p_session_hash bytea, ws uuid, p_request uuid, p_project uuid, p_after uuid, p_most int)
RETURNS TABLE (task_id uuid, batch_no int, row_no int, state text, needed smallint, answered smallint, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one walled.break_glass := glass.look(p_session_hash, ws, p_request, p_project);
BEGIN
    FOR task_id, batch_no, row_no, state, needed, answered, body IN
        SELECT c.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.needed, t.answered, c.body
        FROM walled.task_content c JOIN walled.task t ON t.workspace_id = c.workspace_id AND t.task_id = c.task_id
        WHERE c.workspace_id = ws AND c.project_id = p_project
          AND c.task_no > coalesce((SELECT l.task_no FROM walled.task_content l WHERE l.workspace_id = ws AND l.task_id = p_after), 0)
        ORDER BY c.task_no LIMIT p_most LOOP
        PERFORM glass.tell(one, 'task listed', p_project, task_id, NULL);
        RETURN NEXT;
    END LOOP;
END $$;

-- One task, with what its type needs to show it. Fails with task_not_found.
CREATE FUNCTION glass.task(p_session_hash bytea, ws uuid, p_request uuid, p_project uuid, p_task uuid)
RETURNS TABLE (batch_no int, row_no int, state text, needed smallint, answered smallint, body bytea, task_type text, project_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one walled.break_glass := glass.look(p_session_hash, ws, p_request, p_project);
BEGIN
    RETURN QUERY
    SELECT (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.needed, t.answered, c.body, p.task_type, p.body
    FROM walled.task t
    JOIN walled.task_content c ON c.workspace_id = ws AND c.task_id = t.task_id
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = t.project_id
    WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = p_task;
    IF NOT FOUND THEN
        PERFORM sec.fail('task_not_found', json_build_object('task_id', p_task));
    END IF;
    PERFORM glass.tell(one, 'task opened', p_project, p_task, NULL);
END $$;

-- What was answered to it, the first answer first; what was taken back, too.
CREATE FUNCTION glass.annotations(p_session_hash bytea, ws uuid, p_request uuid, p_project uuid, p_task uuid)
RETURNS TABLE (submit_id uuid, pseudonym uuid, submitted_at timestamptz, guideline_version int, taken_back boolean, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one         walled.break_glass := glass.look(p_session_hash, ws, p_request, p_project);
    assignment  uuid;
BEGIN
    FOR submit_id, pseudonym, submitted_at, guideline_version, taken_back, body, assignment IN
        SELECT n.submit_id, n.pseudonym, n.submitted_at, n.guideline_version, w.submit_id IS NOT NULL, n.body, n.assignment_id
        FROM walled.annotation n LEFT JOIN walled.withdrawal w ON w.workspace_id = ws AND w.submit_id = n.submit_id
        WHERE n.workspace_id = ws AND n.project_id = p_project AND n.task_id = p_task ORDER BY n.event_no LOOP
        PERFORM glass.tell(one, 'annotation opened', p_project, p_task, assignment);
        RETURN NEXT;
    END LOOP;
END $$;
