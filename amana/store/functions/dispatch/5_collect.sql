-- What was decided of undecided tasks, in a project where the engine decides: another annotation, of the person named or (NULL) of
-- anybody; or none, and the task settles. `p_answered` is what was seen when it was decided: a task that moved since waits for the next
-- decision, and so does one that can't go to the person named. Returns what was done, in the order of tasks.
CREATE FUNCTION dispatch.collect(token text, p_project uuid, p_tasks uuid[], p_answered smallint[], p_more boolean[], p_to uuid[], p_hold_seconds int)
RETURNS TABLE (task_id uuid, more boolean, pseudonym uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws       uuid := dispatch.enter_walls(token);
    most     smallint := (SELECT p.annotations_needed FROM walled.project p
                          WHERE p.workspace_id = ws AND p.project_id = p_project AND p.annotations_min IS NOT NULL AND p.state = 'open');
    decided  record;
BEGIN
    FOR decided IN SELECT d.task, d.answered, d.more, d.person
                   FROM unnest(p_tasks, p_answered, p_more, p_to) AS d (task, answered, more, person) ORDER BY d.task LOOP
        PERFORM FROM walled.task t
        WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = decided.task FOR NO KEY UPDATE;
        -- Read after the lock: somebody may have taken an answer back while this waited.
        PERFORM FROM walled.task t
        WHERE t.workspace_id = ws AND t.task_id = decided.task AND t.project_id = p_project AND t.undecided AND t.answered = decided.answered
          AND (NOT decided.more OR t.needed < most);
        CONTINUE WHEN NOT FOUND OR most IS NULL;
        IF NOT decided.more THEN
            UPDATE walled.task t SET ripe_at = clock_timestamp() WHERE t.workspace_id = ws AND t.task_id = decided.task;
        ELSIF decided.person IS NULL THEN
            UPDATE walled.task t SET needed = t.needed + 1, slots = t.slots + 1, ripe_at = NULL WHERE t.workspace_id = ws AND t.task_id = decided.task;
        ELSE
            CONTINUE WHEN NOT dispatch.not_mine(ws, decided.person, decided.task)
                OR NOT EXISTS (SELECT FROM walled.project_member m
                               WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = decided.person AND m.ended_at IS NULL);
            -- The slot it gets is theirs at once: nobody else sees it open.
            UPDATE walled.task t SET needed = t.needed + 1, ripe_at = NULL WHERE t.workspace_id = ws AND t.task_id = decided.task;
            INSERT INTO walled.returned AS r (workspace_id, project_id, pseudonym, task_id, directed, directed_until)
            VALUES (ws, p_project, decided.person, decided.task, true, clock_timestamp() + make_interval(secs => p_hold_seconds));
        END IF;
        task_id := decided.task;
        more := decided.more;
        pseudonym := decided.person;
        RETURN NEXT;
    END LOOP;
END $$;
