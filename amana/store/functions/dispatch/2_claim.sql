-- Hands `task` to `me`: takes its slot (unless a direction holds one already), writes the lease and the log row.
-- The caller holds the lock on the task's row.
CREATE FUNCTION dispatch.hand_out(project walled.project, me uuid, p_task uuid, p_slot_is_held boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH slot AS (
        UPDATE walled.task t SET slots = t.slots - 1
        WHERE t.workspace_id = project.workspace_id AND t.task_id = p_task AND NOT p_slot_is_held),
    -- Someone whose lease ended may get the task again: the same assignment, shown in the same order.
    handed AS (
        INSERT INTO walled.assignment AS a (workspace_id, assignment_id, project_id, task_id, pseudonym, state, claimed_at, lease_until,
                                            presentation_seed, guideline_version, rate_minor, currency)
        VALUES (project.workspace_id, gen_random_uuid(), project.project_id, p_task, me, 'held', clock_timestamp(),
                clock_timestamp() + make_interval(secs => project.lease_seconds),
                floor(random() * 2147483647)::int, project.guideline_version, project.rate_minor, project.currency)
        ON CONFLICT (workspace_id, pseudonym, task_id) DO UPDATE
        SET state = 'held', surplus = false, shown_at = NULL, claimed_at = EXCLUDED.claimed_at, lease_until = EXCLUDED.lease_until,
            guideline_version = EXCLUDED.guideline_version, rate_minor = EXCLUDED.rate_minor, currency = EXCLUDED.currency
        RETURNING a.assignment_id)
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id)
    SELECT project.workspace_id, 'released', me::text, project.project_id, p_task, handed.assignment_id FROM handed;
END $$;

-- Whether `me` ever answered the task, also where they took it back: nobody audits what they had a part in.
CREATE FUNCTION dispatch.had_a_part(ws uuid, me uuid, p_task uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM walled.assignment a
                   WHERE a.workspace_id = ws AND a.pseudonym = me AND a.task_id = p_task AND a.state = 'answered')
        OR EXISTS (SELECT FROM walled.annotation n WHERE n.workspace_id = ws AND n.task_id = p_task AND n.pseudonym = me)
$$;

-- Whether the task may still go to `me`: nothing of theirs on it, or only a lease that ended unanswered; and no part in what it audits.
CREATE FUNCTION dispatch.not_mine(ws uuid, me uuid, p_task uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT a.state IN ('released', 'expired') FROM walled.assignment a
                     WHERE a.workspace_id = ws AND a.pseudonym = me AND a.task_id = p_task), true)
       AND NOT EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = p_task AND dispatch.had_a_part(ws, me, t.audit_of))
$$;

-- The next task out of the queue of returned ones, locked: first this person's own, then anybody's that they have the skill for.
CREATE FUNCTION dispatch.pick_returned(ws uuid, p_project uuid, me uuid, p_skills smallint[]) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    picked uuid;
BEGIN
    SELECT r.task_id INTO picked FROM walled.returned r
    JOIN walled.task t ON t.workspace_id = r.workspace_id AND t.task_id = r.task_id
    WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym = me
      AND t.state = 'open' AND (r.directed OR t.open) AND dispatch.not_mine(ws, me, r.task_id)
    ORDER BY r.seq LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT r.task_id INTO picked FROM walled.returned r
        JOIN walled.task t ON t.workspace_id = r.workspace_id AND t.task_id = r.task_id
        WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym IS NULL
          AND t.open AND t.skill = ANY (p_skills) AND dispatch.not_mine(ws, me, r.task_id)
        ORDER BY r.seq LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED;
    END IF;
    RETURN picked;
END $$;

-- Where this person goes on: the best band over their skills, by the cursor that stands in it or at the head of the queue
-- where there is none; skills in `spent` have nothing more. A NULL skill: nothing is left.
CREATE FUNCTION dispatch.place_of(project walled.project, me uuid, p_skills smallint[], spent smallint[]) RETURNS walled.cursor
LANGUAGE plpgsql AS $$
DECLARE
    place  walled.cursor;
    best   record;
BEGIN
    IF cardinality(p_skills) = 1 AND cardinality(spent) = 0 THEN
        SELECT * INTO place FROM walled.cursor c
        WHERE c.workspace_id = project.workspace_id AND c.pseudonym = me AND c.project_id = project.project_id
          AND c.skill = p_skills[1] AND c.epoch = project.epoch;
        IF FOUND THEN
            RETURN place;
        END IF;
    END IF;
    SELECT k.skill, coalesce(c.nprio, first_open.nprio) AS nprio, c.skill IS NULL AS is_new INTO best
    FROM unnest(p_skills) AS k (skill)
    CROSS JOIN LATERAL (
        SELECT t.nprio FROM walled.task t
        WHERE t.workspace_id = project.workspace_id AND t.project_id = project.project_id AND t.skill = k.skill AND t.open
        ORDER BY t.nprio, t.task_id LIMIT 1) first_open
    LEFT JOIN walled.cursor c ON c.workspace_id = project.workspace_id AND c.pseudonym = me AND c.project_id = project.project_id
                             AND c.skill = k.skill AND c.epoch = project.epoch
    WHERE k.skill <> ALL (spent)
    ORDER BY 2, 1 LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF best.is_new THEN
        place := (project.workspace_id, me, project.project_id, best.skill, project.epoch, best.nprio, gen_random_uuid(), NULL, false)::walled.cursor;
        place.at_id := place.start_id;
        INSERT INTO walled.cursor SELECT place.*
        ON CONFLICT (workspace_id, pseudonym, project_id, skill) DO UPDATE
        SET epoch = EXCLUDED.epoch, nprio = EXCLUDED.nprio, start_id = EXCLUDED.start_id, at_id = EXCLUDED.at_id, wrapped = EXCLUDED.wrapped;
    ELSE
        SELECT * INTO place FROM walled.cursor c
        WHERE c.workspace_id = project.workspace_id AND c.pseudonym = me AND c.project_id = project.project_id AND c.skill = best.skill;
    END IF;
    RETURN place;
END $$;

-- The next task by priority along this person's cursors, locked; NULL if there is none. The caller holds this person's
-- advisory lock, so nobody else moves these cursors.
-- A cursor walks one priority band from a random key to the end, then from the beginning to that key, then the next band. Where
-- it passed a task that somebody else had locked at that moment, it starts again at another random key: what it passed lies
-- ahead of it once more, and two people who walk side by side part.
-- Whatever the statistics say, the planner has one way to take: ranges are row comparisons, (nprio, task_id), which only
-- the claim index serves, and "not mine" is a value looked up for one task, which is never turned into a join.
CREATE FUNCTION dispatch.pick_along_cursor(project walled.project, me uuid, p_skills smallint[]) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    ws         uuid := project.workspace_id;
    spent      smallint[] := '{}';
    place      walled.cursor;
    band_end   uuid;
    picked     uuid;
    ahead      uuid;
    passed     boolean;
    next_band  int;
BEGIN
    LOOP
        place := dispatch.place_of(project, me, p_skills, spent);
        IF place.skill IS NULL THEN
            RETURN NULL;
        END IF;
        passed := false;
        LOOP
            band_end := CASE WHEN place.wrapped THEN place.start_id ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid END;
            -- The first that is open and not mine, and the first of those that nobody else has locked.
            SELECT first.task_id, free.task_id INTO ahead, picked FROM (
                SELECT t.task_id FROM walled.task t
                WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open
                  AND (t.nprio, t.task_id) > (place.nprio, place.at_id) AND (t.nprio, t.task_id) <= (place.nprio, band_end)
                  AND coalesce((SELECT a.state IN ('released', 'expired') FROM walled.assignment a
                                WHERE a.workspace_id = ws AND a.pseudonym = me AND a.task_id = t.task_id), true)
                  AND (t.audit_of IS NULL OR NOT dispatch.had_a_part(ws, me, t.audit_of))
                ORDER BY t.nprio, t.task_id LIMIT 1) first
            LEFT JOIN (
                SELECT t.task_id FROM walled.task t
                WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open
                  AND (t.nprio, t.task_id) > (place.nprio, place.at_id) AND (t.nprio, t.task_id) <= (place.nprio, band_end)
                  AND coalesce((SELECT a.state IN ('released', 'expired') FROM walled.assignment a
                                WHERE a.workspace_id = ws AND a.pseudonym = me AND a.task_id = t.task_id), true)
                  AND (t.audit_of IS NULL OR NOT dispatch.had_a_part(ws, me, t.audit_of))
                ORDER BY t.nprio, t.task_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) free ON true;
            passed := passed OR ahead IS DISTINCT FROM picked;
            EXIT WHEN picked IS NOT NULL OR place.wrapped;
            place.wrapped := true;
            place.at_id := '00000000-0000-0000-0000-000000000000'::uuid;
        END LOOP;

        IF passed THEN
            place.start_id := gen_random_uuid();
            place.at_id := place.start_id;
            place.wrapped := false;
        ELSIF picked IS NOT NULL THEN
            place.at_id := picked;
        END IF;
        IF picked IS NULL AND passed THEN
            spent := spent || place.skill;  -- all that is left in this band is in other hands at this moment
        ELSIF picked IS NULL THEN
            SELECT t.nprio INTO next_band FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open
              AND (t.nprio, t.task_id) > (place.nprio, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
            ORDER BY t.nprio, t.task_id LIMIT 1;
            IF next_band IS NULL THEN
                place.at_id := place.start_id;
                spent := spent || place.skill;
            ELSE
                place.nprio := next_band;
                place.start_id := gen_random_uuid();
                place.at_id := place.start_id;
                place.wrapped := false;
            END IF;
        END IF;
        UPDATE walled.cursor c SET nprio = place.nprio, start_id = place.start_id, at_id = place.at_id, wrapped = place.wrapped
        WHERE c.workspace_id = ws AND c.pseudonym = me AND c.project_id = project.project_id AND c.skill = place.skill;
        IF picked IS NOT NULL THEN
            RETURN picked;
        END IF;
    END LOOP;
END $$;

-- Which walls of the project keep `me` out, and until when where it is a matter of time; NULL for none.
CREATE FUNCTION dispatch.keeps_out(project walled.project, me uuid, p_waits boolean, OUT walls text[], OUT until timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    IF project.has_person_wall THEN
        SELECT k.walls, k.until INTO walls, until
        FROM sec.kept_out(project.workspace_id, me, project.wall_elsewhere_days, project.wall_not_from, project.wall_only_from,
                          project.wall_clearance, project.wall_countries, p_waits) k;
    END IF;
END $$;

-- Takes back from somebody who is kept out what was fetched for them and never painted; what they saw they may finish. A task whose
-- row is in other hands at this moment stays until the next look: whoever answers beside this may hold locks that wait for ours.
CREATE FUNCTION dispatch.take_back_unshown(ws uuid, p_project uuid, me uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    one   record;
    held  walled.assignment;
BEGIN
    FOR one IN SELECT a.assignment_id, a.task_id FROM walled.assignment a
               WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held' AND a.shown_at IS NULL
               ORDER BY a.task_id LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = one.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = one.assignment_id FOR NO KEY UPDATE;
        IF held.state = 'held' AND held.shown_at IS NULL THEN
            PERFORM dispatch.give_back(held, 'released');
        END IF;
    END LOOP;
END $$;

-- Brings what `me` holds in the project up to `p_want` tasks, as far as there are any. `works`: whether they work there at all;
-- `kept_out`: whether a wall keeps them out, in which case nothing is handed out and what they never saw is taken back.
CREATE FUNCTION dispatch.top_up(ws uuid, p_project uuid, me uuid, p_want int, OUT works boolean, OUT kept_out boolean)
LANGUAGE plpgsql AS $$
DECLARE
    -- One person, two tabs: without this they race into the unique index.
    turn      text := pg_advisory_xact_lock(hashtextextended(me::text, 1));
    mine      record;
    directed  boolean;
    picked    uuid;
BEGIN
    SELECT p AS project, m.skills, w.frozen_at,
           (SELECT count(*) FROM walled.assignment a
            WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held') AS held,
           EXISTS (SELECT FROM walled.returned r WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym = me)
           OR EXISTS (SELECT FROM walled.returned r WHERE r.workspace_id = ws AND r.project_id = p_project AND r.pseudonym IS NULL) AS notes
    INTO mine
    FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = m.project_id
    JOIN walled.workspace w ON w.workspace_id = ws
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    works := FOUND;
    kept_out := works AND (mine.project).has_person_wall AND (dispatch.keeps_out(mine.project, me, true)).walls IS NOT NULL;
    IF NOT works THEN
        RETURN;
    END IF;
    IF kept_out THEN
        PERFORM dispatch.take_back_unshown(ws, p_project, me);
        RETURN;
    END IF;
    WHILE mine.held < p_want AND (mine.project).state = 'open' AND mine.frozen_at IS NULL LOOP
        directed := false;
        picked := CASE WHEN mine.notes THEN dispatch.pick_returned(ws, p_project, me, mine.skills) END;
        IF picked IS NULL THEN
            picked := dispatch.pick_along_cursor(mine.project, me, mine.skills);
            EXIT WHEN picked IS NULL;
        END IF;
        -- The note itself says whether it holds a slot: a directed task may also have been met along the cursor.
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = picked AND r.pseudonym = me RETURNING r.directed INTO directed;
        PERFORM dispatch.hand_out(mine.project, me, picked, coalesce(directed, false));
        mine.held := mine.held + 1;
    END LOOP;
    -- Where the engine decides who is asked what, it learns of whoever has nothing to do. Not at every look of a page.
    IF mine.held < p_want AND (mine.project).annotations_min IS NOT NULL AND (mine.project).state = 'open' THEN
        UPDATE walled.project_member m SET waiting_at = clock_timestamp()
        WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me
          AND (m.waiting_at < clock_timestamp() - interval '5 seconds') IS NOT FALSE;
    END IF;
END $$;

-- What `me` holds in a project and is not among `p_have`, oldest first, each with its draft: for somebody who is kept out, what they saw
-- already; nothing while the client has frozen its workspace.
CREATE FUNCTION dispatch.held(ws uuid, p_project uuid, me uuid, p_have uuid[], p_kept_out boolean)
RETURNS TABLE (assignment_id uuid, task_id uuid, revision int, lease_until timestamptz, rate_minor bigint, currency text,
               guideline_version int, presentation_seed int, body bytea, task_type text, project_body bytea,
               draft_version int, draft_age_ms bigint, draft_body bytea)
LANGUAGE sql STABLE AS $$
    SELECT a.assignment_id, a.task_id, a.revision, a.lease_until, a.rate_minor, a.currency, a.guideline_version, a.presentation_seed, c.body,
           p.task_type, p.body, d.version, (extract(epoch FROM clock_timestamp() - d.typed_at) * 1000)::bigint, d.body
    FROM walled.assignment a
    JOIN walled.task_content c ON c.workspace_id = ws AND c.task_id = a.task_id
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = p_project
    JOIN walled.workspace w ON w.workspace_id = ws AND w.frozen_at IS NULL
    LEFT JOIN walled.draft d ON d.workspace_id = ws AND d.assignment_id = a.assignment_id AND d.revision = a.revision
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held' AND a.assignment_id <> ALL (p_have)
      AND (a.shown_at IS NOT NULL OR NOT p_kept_out)
    ORDER BY a.claimed_at
$$;

-- Brings what the caller holds in a project up to `p_want` tasks and returns those not among `p_have`. One commit.
CREATE FUNCTION dispatch.claim(token text, p_project uuid, p_have uuid[], p_want int)
RETURNS TABLE (assignment_id uuid, task_id uuid, revision int, lease_until timestamptz, rate_minor bigint, currency text,
               guideline_version int, presentation_seed int, body bytea, task_type text, project_body bytea,
               draft_version int, draft_age_ms bigint, draft_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me    uuid := dispatch.enter(token);
    ws    uuid := dispatch.walls();
    mine  record := dispatch.top_up(ws, p_project, me, p_want);
BEGIN
    IF NOT mine.works THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    RETURN QUERY SELECT * FROM dispatch.held(ws, p_project, me, p_have, mine.kept_out);
END $$;
