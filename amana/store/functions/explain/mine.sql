-- Why somebody gets no task, as they may know it: their own numbers, and of others nothing but that they are at it. Apart from
-- the hot path's schema; owned by the same narrow role. Counts along the hot path's own indexes: what is asked for by many
-- people with an empty desk must not read a project's every task. This folder is applied whole whenever it changes.
DO $$
DECLARE
    old regprocedure;
BEGIN
    SET LOCAL ROLE amana_dispatch;
    FOR old IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'explain'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;
SET LOCAL ROLE amana_owner;
GRANT USAGE, CREATE ON SCHEMA explain TO amana_dispatch;
SET LOCAL ROLE amana_dispatch;

-- `walls`: which person walls of the project keep the caller out, NULL for none; `walls_until`: when the one of time lets them in.
-- `choosing`: of some tasks the engine is still deciding who is asked next.
-- `open`: what the next claim could find, were there no wall; `needs_skill`: what is open to others and lacks nothing but a skill of the caller.
CREATE FUNCTION explain.mine(token text, p_project uuid)
RETURNS TABLE (project_state text, open bigint, held bigint, held_until timestamptz, answered bigint, skipped bigint,
               needs_skill bigint, with_others boolean, choosing boolean, walls text[], walls_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me         uuid := dispatch.enter(token);
    ws         uuid := dispatch.walls();
    my_skills  smallint[];
BEGIN
    SELECT m.skills INTO my_skills FROM walled.project_member m
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    RETURN QUERY
    WITH mine AS MATERIALIZED (
        SELECT a.task_id, a.state, a.lease_until, t.open, t.skill = ANY (my_skills) AS can
        FROM walled.assignment a JOIN walled.task t ON t.workspace_id = ws AND t.task_id = a.task_id
        WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state NOT IN ('released', 'expired')),
    meant AS MATERIALIZED (  -- for the caller, by a lead: whatever its skill
        SELECT r.task_id, t.open, t.skill = ANY (my_skills) AS can
        FROM walled.returned r JOIN walled.task t ON t.workspace_id = ws AND t.task_id = r.task_id
        WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym = me AND r.directed AND t.state = 'open'
          AND r.task_id NOT IN (SELECT m.task_id FROM mine m)),
    spoken_for AS (SELECT m.can FROM mine m WHERE m.open UNION ALL SELECT d.can FROM meant d WHERE d.open)
    SELECT walled.shown_state(p.state, w.frozen_at),
           (SELECT count(*) FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = p_project AND t.skill = ANY (my_skills) AND t.open)
               - (SELECT count(*) FROM spoken_for s WHERE s.can) + (SELECT count(*) FROM meant),
           (SELECT count(*) FROM mine m WHERE m.state = 'held'),
           (SELECT min(m.lease_until) FROM mine m WHERE m.state = 'held'),
           (SELECT count(*) FROM mine m WHERE m.state = 'answered'),
           (SELECT count(*) FROM mine m WHERE m.state = 'skipped'),
           (SELECT count(*) FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = p_project AND t.skill <> ALL (my_skills) AND t.open)
               - (SELECT count(*) FROM spoken_for s WHERE NOT s.can),
           EXISTS (
               SELECT FROM (
                   SELECT a.task_id FROM walled.assignment a
                   WHERE a.workspace_id = ws AND a.project_id = p_project AND a.state = 'held' AND NOT a.surplus AND a.pseudonym <> me
                   UNION ALL
                   SELECT r.task_id FROM walled.returned r
                   WHERE r.workspace_id = ws AND r.project_id = p_project AND r.directed AND r.pseudonym <> me) others
               JOIN walled.task t ON t.workspace_id = ws AND t.task_id = others.task_id
               WHERE t.state = 'open' AND NOT t.open AND t.answered < t.needed
                 AND t.task_id NOT IN (SELECT m.task_id FROM mine m) AND t.task_id NOT IN (SELECT d.task_id FROM meant d)),
           p.annotations_min IS NOT NULL AND p.chosen_among = 'present'
               AND EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p_project AND t.undecided),
           k.walls, k.until
    FROM walled.project p JOIN walled.workspace w ON w.workspace_id = ws CROSS JOIN LATERAL dispatch.keeps_out(p, me, false) k
    WHERE p.workspace_id = ws AND p.project_id = p_project;
END $$;

GRANT EXECUTE ON FUNCTION explain.mine TO amana_annotator;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA explain FROM amana_dispatch;
