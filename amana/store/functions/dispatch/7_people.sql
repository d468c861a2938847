-- A lead means these tasks for this person: each holds a slot and is what the person's next claim probes first.
-- Returns the tasks that could be directed; one that is closed or already theirs is left out.
CREATE FUNCTION dispatch.direct(token text, p_project uuid, p_pseudonym uuid, p_tasks uuid[], p_hold_seconds int, p_actor text, p_change uuid)
RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws     uuid := dispatch.enter_walls(token);
    one    uuid;
    meant  int := 0;
BEGIN
    PERFORM dispatch.require_member(ws, p_project, p_pseudonym);
    FOR one IN SELECT DISTINCT x FROM unnest(p_tasks) x ORDER BY x LOOP  -- in order, so that two calls can't deadlock
        IF dispatch.mean_for(ws, p_project, p_pseudonym, one, p_hold_seconds) THEN
            meant := meant + 1;
            RETURN NEXT one;
        END IF;
    END LOOP;
    IF meant > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, pseudonym, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'directed', CASE WHEN cardinality(p_tasks) = 1 THEN p_tasks[1] END, p_pseudonym, meant);
    END IF;
END $$;

-- Who works in the project stays in it until this commit: a direction and the end of a membership wait for each other.
CREATE FUNCTION dispatch.require_member(ws uuid, p_project uuid, p_pseudonym uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM walled.project_member m
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        PERFORM sec.fail('person_not_found', json_build_object('pseudonym_id', p_pseudonym));
    END IF;
END $$;

-- Means one task for one person and locks it; false if it is closed, meant for them, or theirs already.
CREATE FUNCTION dispatch.mean_for(ws uuid, p_project uuid, p_pseudonym uuid, p_task uuid, p_hold_seconds int) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM walled.task t
    WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = p_task AND t.open FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- What was taken back from them may be given to them again, by whoever took it.
    UPDATE walled.assignment a SET state = 'released'
    WHERE a.workspace_id = ws AND a.task_id = p_task AND a.pseudonym = p_pseudonym AND a.state = 'taken_back';
    IF NOT dispatch.not_mine(ws, p_pseudonym, p_task)
       OR EXISTS (SELECT FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = p_task AND r.pseudonym = p_pseudonym AND r.directed) THEN
        RETURN false;
    END IF;
    DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = p_task AND r.pseudonym = p_pseudonym;
    INSERT INTO walled.returned (workspace_id, project_id, pseudonym, task_id, directed, directed_until)
    VALUES (ws, p_project, p_pseudonym, p_task, true, clock_timestamp() + make_interval(secs => p_hold_seconds));
    UPDATE walled.task t SET slots = slots - 1 WHERE t.workspace_id = ws AND t.task_id = p_task;
    RETURN true;
END $$;

-- The people of a project, by what they did: bodies hold the labels that the workspace gave them.
CREATE FUNCTION dispatch.people(token text, p_project uuid)
RETURNS TABLE (pseudonym uuid, label_person uuid, body bytea, added_at timestamptz, ended_at timestamptz, held bigint, answered bigint, active_ms bigint, last_at timestamptz,
               pending_minor bigint, posted_minor bigint, stated_ms bigint, corrected bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    RETURN QUERY
    SELECT m.pseudonym, b.label_person, c.body, m.added_at, m.ended_at,
           (SELECT count(*) FROM walled.assignment h
            WHERE h.workspace_id = ws AND h.pseudonym = m.pseudonym AND h.project_id = p_project AND h.state = 'held'),
           count(x.transfer_id), coalesce(sum(n.active_ms), 0)::bigint, max(n.submitted_at),
           coalesce(sum(x.amount_minor) FILTER (WHERE e.kind IS NULL), 0)::bigint,
           coalesce(sum(x.amount_minor) FILTER (WHERE e.kind = 'posted'), 0)::bigint,
           coalesce(sum(coalesce(s.stated_ms, n.active_ms)), 0)::bigint, count(s.submit_id)
    FROM walled.project_member m
    JOIN commons.membership b ON b.workspace_id = ws AND b.pseudonym = m.pseudonym
    JOIN commons.person c ON c.person_id = b.label_person
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.project_id = p_project AND n.pseudonym = m.pseudonym
        AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = n.submit_id)
    LEFT JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    LEFT JOIN (SELECT DISTINCT ON (t.submit_id) t.submit_id, t.stated_ms FROM walled.time_correction t
               WHERE t.workspace_id = ws AND t.project_id = p_project ORDER BY t.submit_id, t.corrected_at DESC) s ON s.submit_id = n.submit_id
    WHERE m.workspace_id = ws AND m.project_id = p_project
    GROUP BY m.pseudonym, b.label_person, c.body, m.added_at, m.ended_at
    ORDER BY m.ended_at IS NOT NULL, count(x.transfer_id) DESC, m.added_at, m.pseudonym;
END $$;

-- Lets the walls of a project be found by its id. Where the id is another's already, nothing is said and nothing done.
CREATE FUNCTION dispatch.offer(token text, p_project uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    IF NOT EXISTS (SELECT FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = p_project) THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    INSERT INTO commons.offer (project_id, workspace_id) VALUES (p_project, ws) ON CONFLICT DO NOTHING;
END $$;

-- Another one-time link for somebody who works here already: a lost session, another device.
CREATE FUNCTION dispatch.invite_again(token text, p_project uuid, p_pseudonym uuid, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws   uuid := dispatch.enter_walls(token);
    who  uuid;
BEGIN
    -- Who works under a pseudonym changes when an invitation is taken into an account: not between this look and the link.
    SELECT b.person_id INTO who FROM walled.project_member m
    JOIN commons.membership b ON b.workspace_id = ws AND b.pseudonym = m.pseudonym
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL FOR KEY SHARE OF b;
    IF NOT FOUND THEN
        PERFORM sec.fail('person_not_found', json_build_object('pseudonym_id', p_pseudonym));
    END IF;
    INSERT INTO commons.invitation (link_hash, person_id, audience, workspace_id, project_id, expires_at)
    VALUES (p_link_hash, who, 'annotator', ws, p_project, now() + make_interval(secs => p_valid_seconds));
END $$;

-- What annotators may read of the client's name: the sealed body, where the client shows it; else no row.
CREATE FUNCTION dispatch.shown_name(token text) RETURNS SETOF bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    RETURN QUERY SELECT w.body FROM walled.workspace w WHERE w.workspace_id = ws AND w.shows_name;
END $$;
