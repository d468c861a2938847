-- Somebody works for this client no longer, in any project: whatever they ask for here after this has returned finds nothing of
-- theirs but what they earned. Says in how many projects they worked. Twice changes nothing.
CREATE FUNCTION dispatch.off_board(token text, p_pseudonym uuid, p_actor text, p_change uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws     uuid := dispatch.enter_walls(token);
    one    uuid;
    ended  int := 0;
BEGIN
    UPDATE commons.membership m SET ended_at = coalesce(m.ended_at, clock_timestamp()) WHERE m.workspace_id = ws AND m.pseudonym = p_pseudonym;
    IF NOT FOUND THEN
        PERFORM sec.fail('nobody_here', json_build_object('who_id', p_pseudonym));
    END IF;
    FOR one IN UPDATE walled.project_member m SET ended_at = clock_timestamp()
               WHERE m.workspace_id = ws AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL RETURNING m.project_id LOOP
        INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, pseudonym) VALUES (ws, one, p_change, p_actor, 'ended', p_pseudonym);
        ended := ended + 1;
    END LOOP;
    RETURN ended;
END $$;

-- What an off-boarded person held, or was meant to get, goes to others; says how many tasks.
CREATE FUNCTION dispatch.give_back_all(token text, p_pseudonym uuid, p_actor text, p_change uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws    uuid := dispatch.enter_walls(token);
    -- A claim that began before they were off-boarded has its turn first; later ones find no membership. The turn is not kept:
    -- an answer under way waits for it with a task locked.
    turn  text := pg_advisory_lock(hashtextextended(p_pseudonym::text, 1));
    over  boolean := pg_advisory_unlock(hashtextextended(p_pseudonym::text, 1));
    one   record;
    held  walled.assignment;
    total int := 0;
    back  int;
BEGIN
    IF NOT EXISTS (SELECT FROM commons.membership m WHERE m.workspace_id = ws AND m.pseudonym = p_pseudonym AND m.ended_at IS NOT NULL) THEN
        PERFORM sec.fail('nobody_here', json_build_object('who_id', p_pseudonym));
    END IF;
    FOR one IN SELECT m.project_id FROM walled.project_member m WHERE m.workspace_id = ws AND m.pseudonym = p_pseudonym ORDER BY m.project_id LOOP
        back := dispatch.undirect_all(ws, one.project_id, p_pseudonym, NULL);
        FOR held IN SELECT a.* FROM walled.assignment a
                    WHERE a.workspace_id = ws AND a.pseudonym = p_pseudonym AND a.project_id = one.project_id AND a.state = 'held' ORDER BY a.task_id LOOP
            PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = held.task_id FOR NO KEY UPDATE;
            SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = held.assignment_id;
            IF held.state = 'held' THEN
                PERFORM dispatch.give_back(held, 'released');
                back := back + 1;
            END IF;
        END LOOP;
        IF back > 0 THEN
            INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, pseudonym, tasks)
            VALUES (ws, one.project_id, p_change, p_actor, 'taken_back', p_pseudonym, back);
        END IF;
        total := total + back;
    END LOOP;
    RETURN total;
END $$;
