-- Gives up a held assignment: the slot goes back. The caller holds the lock on the task.
CREATE FUNCTION dispatch.give_back(held walled.assignment, p_state text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE walled.assignment a SET state = p_state WHERE a.workspace_id = held.workspace_id AND a.assignment_id = held.assignment_id;
    IF NOT held.surplus THEN
        UPDATE walled.task t SET slots = slots + 1 WHERE t.workspace_id = held.workspace_id AND t.task_id = held.task_id;
    END IF;
END $$;

-- The person does not want this task: it goes to others and does not come back to them. Limited a day.
CREATE FUNCTION dispatch.skip(token text, p_assignment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me    uuid := dispatch.enter(token);
    ws    uuid := dispatch.walls();
    task  record := dispatch.lock_task_of(ws, me, p_assignment);
    held  walled.assignment;
BEGIN
    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
    PERFORM dispatch.skip_one(ws, me, held);
END $$;

-- The caller holds the lock on the task.
CREATE FUNCTION dispatch.skip_one(ws uuid, me uuid, held walled.assignment) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    skips  int;
    most   int;
BEGIN
    IF held.state = 'skipped' THEN
        RETURN;
    ELSIF held.state = 'answered' THEN
        PERFORM sec.fail('already_answered', json_build_object('assignment_id', held.assignment_id));
    END IF;
    SELECT p.skips_a_day_max INTO most FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = held.project_id;
    SELECT count(*) INTO skips FROM walled.assignment a
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = held.project_id AND a.state = 'skipped'
      AND a.claimed_at > now() - interval '1 day';
    IF skips >= most THEN
        PERFORM sec.fail('skip_limit', json_build_object('skips', skips));
    END IF;
    IF held.state = 'held' THEN
        PERFORM dispatch.give_back(held, 'skipped');
    ELSE
        UPDATE walled.assignment a SET state = 'skipped' WHERE a.workspace_id = ws AND a.assignment_id = held.assignment_id;
        PERFORM dispatch.undirect(ws, held.task_id, me);
    END IF;
END $$;

-- What was meant for somebody is no longer: the slot it held goes back; false if it was not. The caller holds the lock on the task.
CREATE FUNCTION dispatch.undirect(ws uuid, p_task uuid, p_pseudonym uuid) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = p_task AND r.pseudonym = p_pseudonym AND r.directed;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE walled.task t SET slots = slots + 1 WHERE t.workspace_id = ws AND t.task_id = p_task;
    RETURN true;
END $$;

-- The page gives back what it prefetched and never painted.
CREATE FUNCTION dispatch.release(token text, p_assignments uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me        uuid := dispatch.enter(token);
    ws        uuid := dispatch.walls();
    one       uuid;
    held      walled.assignment;
    released  int := 0;
BEGIN
    -- In the order of their tasks, so that two releases can't wait for each other.
    FOR one IN SELECT a.assignment_id FROM walled.assignment a
               WHERE a.workspace_id = ws AND a.pseudonym = me AND a.assignment_id = ANY (p_assignments) AND a.state = 'held' AND a.shown_at IS NULL
               ORDER BY a.task_id LOOP
        PERFORM dispatch.lock_task_of(ws, me, one);
        SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = one;
        IF held.state = 'held' THEN
            PERFORM dispatch.give_back(held, 'released');
            released := released + 1;
        END IF;
    END LOOP;
    RETURN released;
END $$;

-- The page has painted the task: the log says so, once an assignment.
CREATE FUNCTION dispatch.shown(token text, p_assignment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me     uuid := dispatch.enter(token);
    ws     uuid := dispatch.walls();
    first  walled.assignment;
BEGIN
    UPDATE walled.assignment a SET shown_at = clock_timestamp()
    WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me AND a.shown_at IS NULL RETURNING * INTO first;
    IF FOUND THEN
        -- Before the log row, which has its time when it is written: this waits for a claim elsewhere that asks for it, and comes after.
        UPDATE commons.membership m SET last_shown_at = clock_timestamp() WHERE m.workspace_id = ws AND m.pseudonym = me;
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id)
        VALUES (ws, 'shown', me::text, first.project_id, first.task_id, p_assignment);
    ELSIF NOT EXISTS (SELECT FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me) THEN
        PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
    END IF;
END $$;

-- Gives back leases that have ended, at most `p_most`; says how many. Called by a sweep inside one workspace.
CREATE FUNCTION dispatch.expire(token text, p_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws       uuid := dispatch.enter_walls(token);
    late     record;
    held     walled.assignment;
    expired  int := 0;
BEGIN
    FOR late IN SELECT a.assignment_id, a.task_id FROM walled.assignment a
                WHERE a.workspace_id = ws AND a.state = 'held' AND a.lease_until < clock_timestamp()
                ORDER BY a.lease_until LIMIT p_most LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = late.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;  -- someone is answering it now; the next sweep comes in a second
        SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = late.assignment_id;
        IF held.state = 'held' AND held.lease_until < clock_timestamp() THEN
            PERFORM dispatch.give_back(held, 'expired');
            expired := expired + 1;
        END IF;
    END LOOP;
    -- What was meant for somebody who did not come is anybody's again.
    FOR late IN SELECT r.pseudonym, r.task_id FROM walled.returned r
                WHERE r.workspace_id = ws AND r.directed_until < clock_timestamp() ORDER BY r.task_id LIMIT p_most LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = late.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        PERFORM dispatch.undirect(ws, late.task_id, late.pseudonym);
        expired := expired + 1;
    END LOOP;
    -- Notes of what was taken meanwhile; claims pass over them, and they would only pile up. Under the lock of the task: a slot
    -- that came back at this moment would find its note there, and lose it.
    FOR late IN SELECT DISTINCT r.task_id FROM walled.returned r
                JOIN walled.task t ON t.workspace_id = ws AND t.task_id = r.task_id
                WHERE r.workspace_id = ws AND NOT r.directed AND NOT t.open ORDER BY r.task_id LIMIT p_most LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = late.task_id AND NOT t.open FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = late.task_id AND NOT r.directed;
    END LOOP;
    RETURN expired;
END $$;
