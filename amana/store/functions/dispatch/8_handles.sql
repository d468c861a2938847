-- What a lead changes of tasks that are being worked on. A change of many tasks goes in portions, each a commit of its own,
-- so that nobody waits long for a task and no claim steps over many locked ones; each portion locks in the order of task_id,
-- writes its rows of the trail, and raises the project's epoch where tasks became claimable behind somebody's cursor.

-- The next portion of a batch, of a whole project, or of the tasks that are named (those in one portion): which of them are
-- open, locked, and the number to go on after, NULL at the end.
CREATE FUNCTION dispatch.portion(ws uuid, p_project uuid, p_batch int, p_tasks uuid[], p_after bigint, p_most int,
                                 OUT open_ids uuid[], OUT last_no bigint)
LANGUAGE plpgsql AS $$
DECLARE
    chosen  uuid[] := p_tasks;
    first  bigint := greatest(p_after, coalesce(p_batch::bigint << 32, 0) - 1);
    bound  bigint := CASE WHEN p_batch IS NULL THEN 9223372036854775807 ELSE (p_batch::bigint + 1) << 32 END;
BEGIN
    IF p_tasks IS NULL THEN
        SELECT array_agg(p.task_id), CASE WHEN count(*) = p_most THEN max(p.task_no) END INTO chosen, last_no FROM (
            SELECT c.task_id, c.task_no FROM walled.task_content c
            WHERE c.workspace_id = ws AND c.project_id = p_project AND c.task_no > first AND c.task_no < bound
            ORDER BY c.task_no LIMIT p_most) p;
    END IF;
    PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = ANY (chosen) AND t.state = 'open'
    ORDER BY t.task_id FOR NO KEY UPDATE;
    -- Read after the lock: what was settled while this waited is no longer open.
    SELECT coalesce(array_agg(t.task_id), '{}') INTO open_ids FROM walled.task t
    WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = ANY (chosen) AND t.state = 'open';
END $$;

CREATE FUNCTION dispatch.raise_epoch(ws uuid, p_project uuid) RETURNS void
LANGUAGE sql AS $$
    UPDATE walled.project p SET epoch = epoch + 1 WHERE p.workspace_id = ws AND p.project_id = p_project
$$;

-- How many annotations tasks need: raised ones are offered again; lowered ones settle with what they have, and never need less
-- than is answered, held or meant for somebody. `could_not`: tasks that stay above what was asked for.
CREATE FUNCTION dispatch.set_needed(token text, p_project uuid, p_batch int, p_tasks uuid[], p_needed int, p_actor text, p_change uuid,
                                    p_after bigint, p_most int)
RETURNS TABLE (last_no bigint, changed bigint, could_not bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    picked  record := dispatch.portion(ws, p_project, p_batch, p_tasks, p_after, p_most);
    undo    int := (SELECT p.undo_seconds FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = p_project);
    raised  boolean;
BEGIN
    last_no := picked.last_no;
    WITH before AS (
        SELECT t.task_id, t.needed AS was, greatest(p_needed, t.needed - t.slots)::smallint AS became
        FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = ANY (picked.open_ids)),
    moved AS (
        UPDATE walled.task t
        SET needed = b.became, slots = t.slots + b.became - b.was,
            ripe_at = CASE WHEN t.answered >= b.became THEN clock_timestamp() + make_interval(secs => undo) ELSE t.ripe_at END
        FROM before b WHERE t.workspace_id = ws AND t.task_id = b.task_id AND (b.was <> b.became OR t.undecided)),
    told AS (
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, batch_no, task_id, was, became, tasks)
        SELECT ws, p_project, p_change, p_actor, 'needed', p_batch, CASE WHEN cardinality(p_tasks) = 1 THEN p_tasks[1] END,
               b.was, b.became, count(*)
        FROM before b WHERE b.was <> b.became GROUP BY b.was, b.became)
    SELECT count(*) FILTER (WHERE b.was <> b.became), count(*) FILTER (WHERE b.became > p_needed), coalesce(bool_or(b.became > b.was), false)
    INTO changed, could_not, raised FROM before b;
    IF raised THEN
        PERFORM dispatch.raise_epoch(ws, p_project);
    END IF;
    RETURN NEXT;
END $$;

-- In which order open tasks are handed out; the next claim of everybody goes by it.
CREATE FUNCTION dispatch.set_priority(token text, p_project uuid, p_batch int, p_tasks uuid[], p_priority int, p_actor text, p_change uuid,
                                      p_after bigint, p_most int)
RETURNS TABLE (last_no bigint, changed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws    uuid := dispatch.enter_walls(token);
    picked  record := dispatch.portion(ws, p_project, p_batch, p_tasks, p_after, p_most);
BEGIN
    last_no := picked.last_no;
    WITH before AS (
        SELECT t.task_id, t.priority AS was FROM walled.task t
        WHERE t.workspace_id = ws AND t.task_id = ANY (picked.open_ids) AND t.priority <> p_priority),
    moved AS (
        UPDATE walled.task t SET priority = p_priority FROM before b WHERE t.workspace_id = ws AND t.task_id = b.task_id),
    told AS (
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, batch_no, task_id, was, became, tasks)
        SELECT ws, p_project, p_change, p_actor, 'priority', p_batch, CASE WHEN cardinality(p_tasks) = 1 THEN p_tasks[1] END,
               b.was, p_priority, count(*)
        FROM before b GROUP BY b.was)
    SELECT count(*) INTO changed FROM before;
    IF changed > 0 THEN
        PERFORM dispatch.raise_epoch(ws, p_project);
    END IF;
    RETURN NEXT;
END $$;

-- Withdraws the open tasks of a batch: nobody gets them, what was answered is paid, leases end and late answers are refused.
-- `let_go`: how many of them somebody held.
CREATE FUNCTION dispatch.withdraw_batch(token text, p_project uuid, p_batch int, p_actor text, p_change uuid, p_after bigint, p_most int)
RETURNS TABLE (last_no bigint, changed bigint, let_go bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws    uuid := dispatch.enter_walls(token);
    picked  record := dispatch.portion(ws, p_project, p_batch, NULL, p_after, p_most);
BEGIN
    last_no := picked.last_no;
    changed := cardinality(picked.open_ids);
    let_go := dispatch.withdraw(ws, picked.open_ids);
    IF changed > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, batch_no, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'withdrawn', p_batch, changed);
    END IF;
    RETURN NEXT;
END $$;

-- The same for the copies among a project's tasks, or a batch's: those that are nearly the same as one that stays. An original is
-- no copy itself, so of each group one is left, whatever else is withdrawn.
CREATE FUNCTION dispatch.withdraw_copies(token text, p_project uuid, p_batch int, p_actor text, p_change uuid, p_after bigint, p_most int)
RETURNS TABLE (last_no bigint, changed bigint, let_go bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    first  bigint := greatest(p_after, coalesce(p_batch::bigint << 32, 0) - 1);
    bound  bigint := CASE WHEN p_batch IS NULL THEN 9223372036854775807 ELSE (p_batch::bigint + 1) << 32 END;
    chosen  uuid[];
    picked  record;
BEGIN
    SELECT coalesce(array_agg(d.task_id), '{}'), CASE WHEN count(*) = p_most THEN max(d.task_no) END INTO chosen, last_no FROM (
        SELECT d.task_id, d.task_no FROM walled.near_duplicate d
        WHERE d.workspace_id = ws AND d.project_id = p_project AND d.task_no > first AND d.task_no < bound
        ORDER BY d.task_no LIMIT p_most) d;
    picked := dispatch.portion(ws, p_project, NULL, chosen, p_after, p_most);
    SELECT coalesce(array_agg(d.task_id), '{}') INTO chosen FROM walled.near_duplicate d
    JOIN walled.task o ON o.workspace_id = ws AND o.task_id = d.original_id AND o.state <> 'withdrawn'
    WHERE d.workspace_id = ws AND d.task_id = ANY (picked.open_ids);
    changed := cardinality(chosen);
    let_go := dispatch.withdraw(ws, chosen);
    IF changed > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, became, batch_no, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'withdrawn', 'near_duplicates', p_batch, changed);
    END IF;
    RETURN NEXT;
END $$;

-- Withdraws open tasks whose rows the caller has locked; says how many of their assignments were held.
CREATE FUNCTION dispatch.withdraw(ws uuid, p_tasks uuid[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    let_go bigint;
BEGIN
    UPDATE walled.assignment a SET state = 'released' WHERE a.workspace_id = ws AND a.task_id = ANY (p_tasks) AND a.state = 'held';
    GET DIAGNOSTICS let_go = ROW_COUNT;
    DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = ANY (p_tasks);
    UPDATE walled.task t SET state = 'withdrawn', slots = t.needed - t.answered WHERE t.workspace_id = ws AND t.task_id = ANY (p_tasks);
    -- The same content may be sent again: what is withdrawn is not delivered, so it is not bought twice.
    DELETE FROM walled.task_digest d USING walled.task_content c
    WHERE c.workspace_id = ws AND c.task_id = ANY (p_tasks)
      AND d.workspace_id = ws AND d.project_id = c.project_id AND d.content_digest = c.content_digest AND d.task_id = c.task_id;
    PERFORM dispatch.post_pay(ws, t) FROM unnest(p_tasks) t;
    RETURN let_go;
END $$;

-- Ends what a closed project still offers, at most `p_most` tasks; says how many. What nobody has answered or holds is withdrawn,
-- the rest needs no more than it has. A sweep, because leases go on ending after the project was closed.
CREATE FUNCTION dispatch.wind_up(token text, p_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    meant   record;
    closed  record;
    chosen  uuid[];
    idle    uuid[];
    ended   int := 0;
BEGIN
    FOR closed IN
        SELECT p.project_id, p.undo_seconds, e.change_id, e.actor FROM walled.project p
        CROSS JOIN LATERAL (
            SELECT e.change_id, e.actor FROM walled.project_event e
            WHERE e.workspace_id = ws AND e.project_id = p.project_id AND e.kind = 'state' AND e.became = 'closed'
            ORDER BY e.event_no DESC LIMIT 1) e
        WHERE p.workspace_id = ws AND p.state = 'closed' LOOP
        FOR meant IN SELECT r.pseudonym, r.task_id FROM walled.returned r
                     WHERE r.workspace_id = ws AND r.project_id = closed.project_id AND r.directed ORDER BY r.task_id LIMIT p_most LOOP
            PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = meant.task_id FOR NO KEY UPDATE SKIP LOCKED;
            CONTINUE WHEN NOT FOUND;  -- someone is at it now; the next sweep comes in a second
            PERFORM dispatch.undirect(ws, meant.task_id, meant.pseudonym);
        END LOOP;
        SELECT array_agg(o.task_id) INTO chosen FROM (
            SELECT t.task_id FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = closed.project_id AND t.open LIMIT p_most - ended FOR NO KEY UPDATE SKIP LOCKED) o;
        SELECT array_agg(t.task_id) FILTER (WHERE t.slots = t.needed), array_agg(t.task_id) FILTER (WHERE t.slots < t.needed)
        INTO idle, chosen FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = ANY (chosen) AND t.open;
        IF idle IS NOT NULL THEN
            PERFORM dispatch.withdraw(ws, idle);
            INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, tasks)
            VALUES (ws, closed.project_id, closed.change_id, closed.actor, 'withdrawn', cardinality(idle));
        END IF;
        IF chosen IS NOT NULL THEN
            WITH before AS (
                SELECT t.task_id, t.needed AS was, t.needed - t.slots AS became FROM walled.task t
                WHERE t.workspace_id = ws AND t.task_id = ANY (chosen)),
            moved AS (
                UPDATE walled.task t
                SET needed = b.became, slots = 0,
                    ripe_at = CASE WHEN t.answered >= b.became THEN clock_timestamp() + make_interval(secs => closed.undo_seconds) END
                FROM before b WHERE t.workspace_id = ws AND t.task_id = b.task_id)
            INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, was, became, tasks)
            SELECT ws, closed.project_id, closed.change_id, closed.actor, 'needed', b.was, b.became, count(*) FROM before b GROUP BY b.was, b.became;
        END IF;
        ended := ended + coalesce(cardinality(idle), 0) + coalesce(cardinality(chosen), 0);
        ended := ended + dispatch.end_undecided(ws, closed.project_id, closed.change_id, closed.actor, p_most);
        EXIT WHEN ended >= p_most;
    END LOOP;
    RETURN ended;
END $$;

-- Ends a closed project's tasks of which it was still to be decided whether they need more: those that nobody answered are withdrawn, the
-- others settle with what they have. Says how many.
CREATE FUNCTION dispatch.end_undecided(ws uuid, p_project uuid, p_change uuid, p_actor text, p_most int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    chosen  uuid[];
    idle    uuid[];
BEGIN
    SELECT array_agg(o.task_id) INTO chosen FROM (
        SELECT t.task_id FROM walled.task t
        WHERE t.workspace_id = ws AND t.project_id = p_project AND t.undecided LIMIT p_most FOR NO KEY UPDATE SKIP LOCKED) o;
    SELECT array_agg(t.task_id) FILTER (WHERE t.answered = 0), array_agg(t.task_id) FILTER (WHERE t.answered > 0)
    INTO idle, chosen FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = ANY (chosen) AND t.undecided;
    UPDATE walled.task t SET ripe_at = clock_timestamp() WHERE t.workspace_id = ws AND t.task_id = ANY (chosen);
    IF idle IS NOT NULL THEN
        PERFORM dispatch.withdraw(ws, idle);
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'withdrawn', cardinality(idle));
    END IF;
    RETURN coalesce(cardinality(idle), 0) + coalesce(cardinality(chosen), 0);
END $$;

-- Ends somebody's lease on a task, which does not come to them again, and means the task for `p_to` if that is said.
CREATE FUNCTION dispatch.take_back(token text, p_project uuid, p_task uuid, p_pseudonym uuid, p_to uuid, p_hold_seconds int, p_actor text,
                                   p_change uuid)
RETURNS TABLE (taken boolean, directed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws    uuid := dispatch.enter_walls(token);
    held  walled.assignment;
BEGIN
    IF p_to IS NOT NULL THEN
        PERFORM dispatch.require_member(ws, p_project, p_to);
    END IF;
    PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = p_task FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('task_not_found', json_build_object('task_id', p_task));
    END IF;
    SELECT * INTO held FROM walled.assignment a
    WHERE a.workspace_id = ws AND a.task_id = p_task AND a.pseudonym = p_pseudonym AND a.state = 'held';
    taken := FOUND;
    IF taken THEN
        PERFORM dispatch.give_back(held, 'taken_back');
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, pseudonym, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'taken_back', p_task, p_pseudonym, 1);
    END IF;
    directed := p_to IS NOT NULL AND dispatch.mean_for(ws, p_project, p_to, p_task, p_hold_seconds);
    IF directed THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, pseudonym, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'directed', p_task, p_to, 1);
    END IF;
    RETURN NEXT;
END $$;

-- What was meant for somebody is anybody's again: these tasks, or all of that person's. Says how many.
CREATE FUNCTION dispatch.end_directions(token text, p_project uuid, p_pseudonym uuid, p_tasks uuid[], p_actor text, p_change uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws     uuid := dispatch.enter_walls(token);
    ended  int := dispatch.undirect_all(ws, p_project, p_pseudonym, p_tasks);
BEGIN
    IF ended > 0 THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, task_id, pseudonym, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'undirected', CASE WHEN cardinality(p_tasks) = 1 THEN p_tasks[1] END, p_pseudonym, ended);
    END IF;
    RETURN ended;
END $$;

CREATE FUNCTION dispatch.undirect_all(ws uuid, p_project uuid, p_pseudonym uuid, p_tasks uuid[]) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    one    uuid;
    ended  int := 0;
BEGIN
    FOR one IN SELECT r.task_id FROM walled.returned r
               WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym = p_pseudonym AND r.directed
                 AND (p_tasks IS NULL OR r.task_id = ANY (p_tasks)) ORDER BY r.task_id LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = one FOR NO KEY UPDATE;
        ended := ended + dispatch.undirect(ws, one, p_pseudonym)::int;
    END LOOP;
    RETURN ended;
END $$;

-- Somebody works here no longer: they get no new task, and what was meant for them is anybody's. What they hold they may still
-- submit until its lease ends, and what they earned stays theirs. Twice changes nothing.
CREATE FUNCTION dispatch.end_membership(token text, p_project uuid, p_pseudonym uuid, p_actor text, p_change uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    UPDATE walled.project_member m SET ended_at = clock_timestamp()
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL;
    IF FOUND THEN
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, pseudonym, tasks)
        VALUES (ws, p_project, p_change, p_actor, 'ended', p_pseudonym, dispatch.undirect_all(ws, p_project, p_pseudonym, NULL));
    ELSE
        PERFORM dispatch.require_known(ws, p_project, p_pseudonym);
    END IF;
END $$;

-- Somebody who was sent away, or off-boarded, works here again, as the same person under the same pseudonym. Twice changes nothing.
CREATE FUNCTION dispatch.let_back(token text, p_project uuid, p_pseudonym uuid, p_actor text, p_change uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    UPDATE walled.project_member m SET ended_at = NULL
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NOT NULL;
    IF FOUND THEN
        UPDATE commons.membership b SET ended_at = NULL WHERE b.workspace_id = ws AND b.pseudonym = p_pseudonym AND b.ended_at IS NOT NULL;
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, pseudonym)
        VALUES (ws, p_project, p_change, p_actor, 'let_back', p_pseudonym);
    ELSE
        PERFORM dispatch.require_known(ws, p_project, p_pseudonym);
    END IF;
END $$;

CREATE FUNCTION dispatch.require_known(ws uuid, p_project uuid, p_pseudonym uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM walled.project_member m WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym;
    IF NOT FOUND THEN
        PERFORM sec.fail('person_not_found', json_build_object('pseudonym_id', p_pseudonym));
    END IF;
END $$;
