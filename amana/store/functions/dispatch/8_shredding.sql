-- What the database does once content was destroyed: nobody gets the tasks, leases end, what was answered is paid. Each may be
-- done again and changes nothing the second time: whoever finds an entry of the list that is not noted here does it all.

-- These tasks of a project, the settled ones too: what is destroyed is not delivered.
CREATE FUNCTION dispatch.shred_tasks(token text, p_project uuid, p_tasks uuid[], p_actor text, p_change uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    picked  record := dispatch.portion(ws, p_project, NULL, p_tasks, -1, cardinality(p_tasks));
    ended   uuid[];
BEGIN
    PERFORM dispatch.withdraw(ws, picked.open_ids);
    WITH left_over AS (
        UPDATE walled.task t SET state = 'withdrawn'
        WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = ANY (p_tasks) AND t.state = 'settled' RETURNING t.task_id)
    SELECT array_agg(l.task_id) INTO ended FROM left_over l;
    DELETE FROM walled.task_digest d USING walled.task_content c
    WHERE c.workspace_id = ws AND c.task_id = ANY (ended)
      AND d.workspace_id = ws AND d.project_id = c.project_id AND d.content_digest = c.content_digest AND d.task_id = c.task_id;
    ended := picked.open_ids || ended;
    IF cardinality(ended) > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'shredded', CASE WHEN cardinality(ended) = 1 THEN ended[1] END, cardinality(ended));
    END IF;
    RETURN coalesce(cardinality(ended), 0);
END $$;

-- The next portion of a whole project, which is closed for good by the first.
CREATE FUNCTION dispatch.shred_project(token text, p_project uuid, p_actor text, p_change uuid, p_after bigint, p_most int)
RETURNS TABLE (last_no bigint, changed bigint, let_go bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    was     text;
    picked  record;
BEGIN
    SELECT p.state INTO was FROM walled.project p
    WHERE p.workspace_id = ws AND p.project_id = p_project AND p.shredded_at IS NULL FOR NO KEY UPDATE;
    IF FOUND THEN
        UPDATE walled.project p SET state = 'closed', shredded_at = clock_timestamp() WHERE p.workspace_id = ws AND p.project_id = p_project;
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, was, became)
        SELECT ws, p_project, p_change, p_actor, 'state', was, 'closed' WHERE was <> 'closed';
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind)
        VALUES (ws, p_project, p_change, p_actor, 'shredded');
    END IF;
    picked := dispatch.portion(ws, p_project, NULL, NULL, p_after, p_most);
    last_no := picked.last_no;
    changed := cardinality(picked.open_ids);
    let_go := dispatch.withdraw(ws, picked.open_ids);
    IF changed > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'withdrawn', changed);
    END IF;
    RETURN NEXT;
END $$;

-- The database has done what an entry of the list asks of it.
CREATE FUNCTION dispatch.note_shred(token text, p_number int, p_project uuid, p_named int, p_at timestamptz, p_actor text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    PERFORM FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = p_project;
    IF p_project IS NOT NULL AND NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    INSERT INTO walled.shred (workspace_id, number, project_id, tasks, at, actor) VALUES (ws, p_number, p_project, p_named, p_at, p_actor)
    ON CONFLICT DO NOTHING;
END $$;
