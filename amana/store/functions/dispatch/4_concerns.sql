-- The person gives the task up and says why; it goes to others. But for a skip it counts as none. The same concern again changes nothing.
CREATE FUNCTION dispatch.pass_on(token text, p_assignment uuid, p_concern uuid, p_kind text, p_body bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me    uuid := dispatch.enter(token);
    ws    uuid := dispatch.walls();
    task  record := dispatch.lock_task_of(ws, me, p_assignment);
    held  walled.assignment;
BEGIN
    IF EXISTS (SELECT FROM walled.concern c WHERE c.workspace_id = ws AND c.concern_id = p_concern) THEN
        RETURN;
    END IF;
    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
    IF p_kind = 'skipped' THEN
        PERFORM dispatch.skip_one(ws, me, held);
    ELSIF held.state = 'answered' THEN
        PERFORM sec.fail('already_answered', json_build_object('assignment_id', p_assignment));
    ELSIF held.state = 'skipped' THEN
        PERFORM sec.fail('assignment_skipped', json_build_object('assignment_id', p_assignment));
    ELSIF held.state = 'held' THEN
        PERFORM dispatch.give_back(held, 'set_aside');
    ELSE
        UPDATE walled.assignment a SET state = 'set_aside' WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
        PERFORM dispatch.undirect(ws, task.task_id, me);
    END IF;
    INSERT INTO walled.concern (workspace_id, concern_id, project_id, task_id, pseudonym, kind, guideline_version, body)
    VALUES (ws, p_concern, task.project_id, task.task_id, me, p_kind, held.guideline_version, p_body);
END $$;

-- What the caller said of tasks of a project that they gave up and what was answered, the newest first.
CREATE FUNCTION dispatch.my_concerns(token text, p_project uuid, p_most int)
RETURNS TABLE (concern_id uuid, kind text, raised_at timestamptz, body bytea, reply bytea, reopened_for text, done_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT c.concern_id, c.kind, c.raised_at, c.body, c.reply, c.reopened_for, c.done_at FROM walled.concern c
    JOIN walled.workspace w ON w.workspace_id = ws AND w.frozen_at IS NULL
    WHERE c.workspace_id = ws AND c.project_id = p_project AND c.pseudonym = me AND c.kind <> 'question'
    ORDER BY c.raised_at DESC LIMIT p_most;
END $$;

-- A question to the lead, of a task in the caller's hands or of none. The same again changes nothing.
CREATE FUNCTION dispatch.ask(token text, p_project uuid, p_assignment uuid, p_concern uuid, p_body bytea, p_open_most int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
    project  walled.project := dispatch.require_reader(ws, me, p_project);
    about    walled.assignment;
BEGIN
    -- One question of a person at a time, so that the limit holds.
    PERFORM FROM walled.project_member m WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM walled.concern c WHERE c.workspace_id = ws AND c.concern_id = p_concern) THEN
        RETURN;
    END IF;
    IF p_assignment IS NOT NULL THEN
        SELECT * INTO about FROM walled.assignment a
        WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.project_id = p_project AND a.pseudonym = me
          AND a.state IN ('held', 'answered');
        IF NOT FOUND THEN
            PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
        END IF;
    END IF;
    IF (SELECT count(*) FROM walled.concern c WHERE c.workspace_id = ws AND c.pseudonym = me AND c.project_id = p_project
        AND c.kind = 'question' AND c.done_at IS NULL) >= p_open_most THEN
        PERFORM sec.fail('too_many_questions', json_build_object('most', p_open_most));
    END IF;
    INSERT INTO walled.concern (workspace_id, concern_id, project_id, task_id, pseudonym, kind, guideline_version, body)
    VALUES (ws, p_concern, p_project, about.task_id, me, 'question', coalesce(about.guideline_version, project.guideline_version), p_body);
END $$;

-- The caller's own questions, and everybody's that were answered, the newest first, without saying whose they are. `of_task`: of one;
-- `assignment_id`: the caller's own of that task. What leads answered the caller in this project is no news from now on.
CREATE FUNCTION dispatch.questions(token text, p_project uuid, p_most int)
RETURNS TABLE (concern_id uuid, mine boolean, of_task boolean, assignment_id uuid, raised_at timestamptz, body bytea, reply bytea, done_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
    project  walled.project := dispatch.require_reader(ws, me, p_project);
BEGIN
    UPDATE walled.project_member m
    SET answers_read_at = (SELECT max(c.done_at) FROM walled.concern c WHERE c.workspace_id = ws AND c.pseudonym = me AND c.project_id = p_project)
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me;
    RETURN QUERY
    SELECT c.concern_id, c.pseudonym = me, c.task_id IS NOT NULL, a.assignment_id, c.raised_at, c.body, c.reply, c.done_at
    FROM walled.concern c
    LEFT JOIN walled.assignment a ON a.workspace_id = ws AND a.task_id = c.task_id AND a.pseudonym = me AND a.state IN ('held', 'answered')
    WHERE c.workspace_id = ws AND c.project_id = p_project AND c.kind = 'question' AND (c.pseudonym = me OR c.done_at IS NOT NULL)
    ORDER BY greatest(c.raised_at, c.done_at) DESC LIMIT p_most;
    IF FOUND THEN
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id) VALUES (ws, 'questions read', me::text, p_project);
    END IF;
END $$;

-- The lead's word on a concern, once: an answer, and for whom the task is open again, as far as it is open at all. False: it was decided.
CREATE FUNCTION dispatch.decide_concern(token text, p_project uuid, p_concern uuid, p_reply bytea, p_reopen text, p_hold_seconds int, p_actor text,
                                        p_change uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws    uuid := dispatch.enter_walls(token);
    said  walled.concern;
BEGIN
    UPDATE walled.concern c SET reply = p_reply, reopened_for = p_reopen, done_at = now()
    WHERE c.workspace_id = ws AND c.project_id = p_project AND c.concern_id = p_concern AND c.done_at IS NULL RETURNING * INTO said;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF p_reopen <> 'nobody' THEN
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = said.task_id FOR NO KEY UPDATE;
        UPDATE walled.assignment a SET state = 'released'
        WHERE a.workspace_id = ws AND a.task_id = said.task_id AND a.state = 'set_aside' AND (p_reopen = 'everybody' OR a.pseudonym = said.pseudonym);
    END IF;
    IF p_reopen = 'person' THEN
        PERFORM dispatch.mean_for(ws, p_project, said.pseudonym, said.task_id, p_hold_seconds);
    ELSIF p_reopen = 'everybody' THEN
        -- It lies behind the cursors of those who gave it up.
        INSERT INTO walled.returned (workspace_id, project_id, task_id)
        SELECT ws, p_project, t.task_id FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = said.task_id AND t.open ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, pseudonym, tasks)
    VALUES (ws, p_project, p_change, p_actor, 'concern', said.task_id, said.pseudonym, 1);
    RETURN true;
END $$;
