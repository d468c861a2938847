-- The hot path: what an annotator's connection may do, and all it may do. Owned by amana_dispatch, whose policies hold
-- it inside the workspace of the scope token; audience roles have EXECUTE and nothing else.
--
-- Locks are NO KEY UPDATE: the foreign keys of assignments and notes take KEY SHARE on the same row and must not wait.
-- This file is applied whole whenever it changes (see store/migrate.py).
DO $$
DECLARE
    old regprocedure;
BEGIN
    SET LOCAL ROLE amana_dispatch;
    FOR old IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'dispatch'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;
SET LOCAL ROLE amana_owner;
GRANT USAGE, CREATE ON SCHEMA dispatch TO amana_dispatch;
SET LOCAL ROLE amana_dispatch;

-- Sets the scope and says under which pseudonym the bearer of the session works in this workspace.
CREATE FUNCTION dispatch.enter(token text) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer  uuid;
    me      uuid;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    SELECT s.person_id INTO bearer FROM commons.session s
    WHERE s.session_hash = (SELECT sec.subject()) AND s.audience = 'annotator' AND s.revoked_at IS NULL AND s.expires_at > now();
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    END IF;
    -- A device may have changed hands: what one person did is not another's to send.
    IF (sec.scope())[5] NOT IN ('', bearer::text) THEN
        PERFORM sec.fail('other_person');
    END IF;
    SELECT m.pseudonym INTO me FROM commons.membership m
    WHERE m.workspace_id = (SELECT sec.workspace()) AND m.person_id = bearer;
    RETURN me;  -- NULL for someone who never worked here: every later look then finds nothing of theirs
END $$;

-- Hands `task` to `me`: takes its slot (unless a direction holds one already), writes the lease and the log row.
-- The caller holds the lock on the task's row.
CREATE FUNCTION dispatch.hand_out(project walled.project, me uuid, p_task uuid, p_slot_is_held boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    handed uuid;
BEGIN
    IF NOT p_slot_is_held THEN
        UPDATE walled.task SET slots = slots - 1 WHERE workspace_id = project.workspace_id AND task_id = p_task;
    END IF;
    -- Someone whose lease ended may get the task again: the same assignment, shown in the same order.
    INSERT INTO walled.assignment AS a (workspace_id, assignment_id, project_id, task_id, pseudonym, state, claimed_at, lease_until,
                                        presentation_seed, guideline_version, rate_minor, currency)
    VALUES (project.workspace_id, gen_random_uuid(), project.project_id, p_task, me, 'held', clock_timestamp(),
            clock_timestamp() + make_interval(secs => project.lease_seconds),
            floor(random() * 2147483647)::int, project.guideline_version, project.rate_minor, project.currency)
    ON CONFLICT (workspace_id, pseudonym, task_id) DO UPDATE
    SET state = 'held', surplus = false, shown_at = NULL, claimed_at = EXCLUDED.claimed_at, lease_until = EXCLUDED.lease_until,
        guideline_version = EXCLUDED.guideline_version, rate_minor = EXCLUDED.rate_minor, currency = EXCLUDED.currency
    RETURNING a.assignment_id INTO handed;
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id)
    VALUES (project.workspace_id, 'released', me::text, project.project_id, p_task, handed);
END $$;

-- Whether the task may still go to `me`: nothing of theirs on it, or only a lease that ended unanswered.
CREATE FUNCTION dispatch.not_mine(ws uuid, me uuid, p_task uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM walled.assignment a
        WHERE a.workspace_id = ws AND a.pseudonym = me AND a.task_id = p_task AND a.state NOT IN ('released', 'expired'))
$$;

-- The next task out of the queue of returned ones, locked: first this person's own, then anybody's.
CREATE FUNCTION dispatch.pick_returned(project walled.project, me uuid) RETURNS TABLE (task_id uuid, directed boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.task_id, r.directed FROM walled.returned r
    JOIN walled.task t ON t.workspace_id = r.workspace_id AND t.task_id = r.task_id
    WHERE r.workspace_id = project.workspace_id AND r.project_id = project.project_id AND r.pseudonym = me
      AND t.state = 'open' AND (r.directed OR t.open) AND dispatch.not_mine(r.workspace_id, me, r.task_id)
    ORDER BY r.seq LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT r.task_id, false FROM walled.returned r
    JOIN walled.task t ON t.workspace_id = r.workspace_id AND t.task_id = r.task_id
    WHERE r.workspace_id = project.workspace_id AND r.project_id = project.project_id AND r.pseudonym IS NULL
      AND t.open AND dispatch.not_mine(r.workspace_id, me, r.task_id)
    ORDER BY r.seq LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED;
END $$;

-- The next task by priority along this person's cursors, locked; NULL if there is none.
-- A cursor walks one priority band from a random key to the end, then from the beginning to that key, then the next band.
CREATE FUNCTION dispatch.pick_along_cursor(project walled.project, me uuid, p_skills smallint[]) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws         uuid := project.workspace_id;
    spent      smallint[] := '{}';
    head       record;
    place      walled.cursor;
    band_end   uuid;
    picked     uuid;
    next_band  int;
BEGIN
    LOOP
        -- The best band over all skills: where this person's cursor stands, or the head of the queue where there is none.
        SELECT h.skill, h.nprio INTO head FROM (
            SELECT k.skill, coalesce(c.nprio, first_open.nprio) AS nprio
            FROM unnest(p_skills) AS k (skill)
            CROSS JOIN LATERAL (
                SELECT t.nprio FROM walled.task t
                WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = k.skill AND t.open
                ORDER BY t.nprio, t.task_id LIMIT 1) first_open
            LEFT JOIN walled.cursor c ON c.workspace_id = ws AND c.pseudonym = me AND c.project_id = project.project_id
                                     AND c.skill = k.skill AND c.epoch = project.epoch
            WHERE k.skill <> ALL (spent)) h
        ORDER BY h.nprio LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;

        SELECT * INTO place FROM walled.cursor c
        WHERE c.workspace_id = ws AND c.pseudonym = me AND c.project_id = project.project_id AND c.skill = head.skill;
        IF NOT FOUND OR place.epoch <> project.epoch THEN
            place := (ws, me, project.project_id, head.skill, project.epoch, head.nprio, gen_random_uuid(), NULL, false)::walled.cursor;
            place.at_id := place.start_id;
        END IF;

        LOOP
            band_end := CASE WHEN place.wrapped THEN place.start_id ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid END;
            SELECT t.task_id INTO picked FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open
              AND t.nprio = place.nprio AND t.task_id > place.at_id AND t.task_id <= band_end
              AND dispatch.not_mine(ws, me, t.task_id)
            ORDER BY t.task_id LIMIT 1 FOR NO KEY UPDATE OF t SKIP LOCKED;

            -- What is open, not mine and was passed over is locked by somebody else at this moment: note it, or this
            -- person would never be offered it again.
            INSERT INTO walled.returned (workspace_id, project_id, pseudonym, task_id)
            SELECT ws, project.project_id, me, t.task_id FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open
              AND t.nprio = place.nprio AND t.task_id > place.at_id AND t.task_id <= band_end
              AND (picked IS NULL OR t.task_id < picked)
              AND dispatch.not_mine(ws, me, t.task_id)
            ON CONFLICT DO NOTHING;

            IF picked IS NOT NULL OR place.wrapped THEN
                place.at_id := coalesce(picked, place.start_id);
                EXIT;
            END IF;
            place.wrapped := true;
            place.at_id := '00000000-0000-0000-0000-000000000000'::uuid;
        END LOOP;

        IF picked IS NULL THEN
            SELECT t.nprio INTO next_band FROM walled.task t
            WHERE t.workspace_id = ws AND t.project_id = project.project_id AND t.skill = place.skill AND t.open AND t.nprio > place.nprio
            ORDER BY t.nprio, t.task_id LIMIT 1;
            IF next_band IS NULL THEN
                spent := spent || place.skill;
            ELSE
                place.nprio := next_band;
                place.start_id := gen_random_uuid();
                place.at_id := place.start_id;
                place.wrapped := false;
            END IF;
        END IF;
        INSERT INTO walled.cursor SELECT place.*
        ON CONFLICT (workspace_id, pseudonym, project_id, skill) DO UPDATE
        SET epoch = EXCLUDED.epoch, nprio = EXCLUDED.nprio, start_id = EXCLUDED.start_id, at_id = EXCLUDED.at_id, wrapped = EXCLUDED.wrapped;
        IF picked IS NOT NULL THEN
            RETURN picked;
        END IF;
    END LOOP;
END $$;

-- Brings what the caller holds in a project up to `p_want` tasks and returns those not among `p_have`. One commit.
CREATE FUNCTION dispatch.claim(token text, p_project uuid, p_have uuid[], p_want int)
RETURNS TABLE (assignment_id uuid, task_id uuid, revision int, lease_until timestamptz, rate_minor bigint, currency text,
               guideline_version int, presentation_seed int, body bytea,
               task_type text, project_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me         uuid := dispatch.enter(token);
    ws         uuid := sec.workspace();
    project    walled.project;
    my_skills  smallint[];
    held       int;
    picked     uuid;
    directed   boolean;
BEGIN
    SELECT m.skills INTO my_skills FROM walled.project_member m
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    SELECT * INTO project FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = p_project;
    -- One person, two tabs: without this they race into the unique index.
    PERFORM pg_advisory_xact_lock(hashtextextended(me::text, 1));
    SELECT count(*) INTO held FROM walled.assignment a
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held';
    WHILE held < p_want AND project.state = 'open' LOOP
        SELECT r.task_id, r.directed INTO picked, directed FROM dispatch.pick_returned(project, me) r;
        IF NOT FOUND THEN
            picked := dispatch.pick_along_cursor(project, me, my_skills);
        END IF;
        EXIT WHEN picked IS NULL;
        -- The note itself says whether it holds a slot: a directed task may also have been met along the cursor.
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = picked AND r.pseudonym = me RETURNING r.directed INTO directed;
        directed := coalesce(directed, false);
        PERFORM dispatch.hand_out(project, me, picked, directed);
        held := held + 1;
    END LOOP;
    RETURN QUERY
    SELECT a.assignment_id, a.task_id, a.revision, a.lease_until, a.rate_minor, a.currency, a.guideline_version, a.presentation_seed, t.body,
           project.task_type, project.body
    FROM walled.assignment a JOIN walled.task t ON t.workspace_id = a.workspace_id AND t.task_id = a.task_id
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held' AND a.assignment_id <> ALL (p_have)
    ORDER BY a.claimed_at;
END $$;

-- Locks the task of one of the caller's assignments. The row is read again by the next statement, which sees what was
-- committed while this one waited: a single statement would read a snapshot older than its lock.
CREATE FUNCTION dispatch.lock_task_of(ws uuid, me uuid, p_assignment uuid) RETURNS walled.task
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    locked walled.task;
BEGIN
    SELECT t.* INTO locked FROM walled.task t
    WHERE t.workspace_id = ws AND t.task_id = (
        SELECT a.task_id FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
    END IF;
    RETURN locked;
END $$;

-- Stores an answer once: annotation, votes, assignment, pending pay and log row in one commit. The same submit again
-- gives the first receipt; the same id with another content is a conflict.
CREATE FUNCTION dispatch.submit(token text, p_submit uuid, p_assignment uuid, p_revision int, p_question smallint[], p_class smallint[],
                                p_value double precision[], p_increment double precision[], p_active_ms int, p_digest bytea, p_body bytea)
RETURNS TABLE (submit_id uuid, submitted_at timestamptz, surplus boolean, amount_minor bigint, currency text, undo_seconds int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := sec.workspace();
    task     walled.task := dispatch.lock_task_of(ws, me, p_assignment);
    held     walled.assignment;
    earlier  walled.annotation;
    meant    boolean := false;
    work     uuid;
    payable  uuid;
BEGIN
    SELECT * INTO earlier FROM walled.annotation n WHERE n.workspace_id = ws AND n.submit_id = p_submit;
    IF FOUND THEN
        IF earlier.assignment_id <> p_assignment OR earlier.content_digest <> p_digest THEN
            PERFORM sec.fail('submit_conflict', json_build_object('submit_id', p_submit));
        END IF;
        RETURN QUERY SELECT * FROM dispatch.receipt(ws, p_submit);
        RETURN;
    END IF;

    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
    IF held.state = 'answered' THEN
        PERFORM sec.fail('already_answered', json_build_object('assignment_id', p_assignment));
    ELSIF held.state = 'skipped' THEN
        PERFORM sec.fail('assignment_skipped', json_build_object('assignment_id', p_assignment));
    ELSIF held.revision <> p_revision THEN
        PERFORM sec.fail('revision_stale', json_build_object('assignment_id', p_assignment, 'revision', held.revision));
    ELSIF task.state <> 'open' THEN
        PERFORM sec.fail('task_settled', json_build_object('assignment_id', p_assignment));
    END IF;

    IF held.state <> 'held' THEN  -- late; was the task meant for this person again meanwhile, its slot is theirs
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = task.task_id AND r.pseudonym = me AND r.directed;
        meant := FOUND;
    END IF;
    IF meant THEN
        held.surplus := false;
        UPDATE walled.task t SET answered = answered + 1 WHERE t.workspace_id = ws AND t.task_id = task.task_id;
    ELSIF held.state = 'held' AND NOT held.surplus THEN
        UPDATE walled.task t SET answered = answered + 1 WHERE t.workspace_id = ws AND t.task_id = task.task_id;
    ELSIF held.state <> 'held' AND task.slots > 0 THEN  -- late, and nobody took the slot
        held.surplus := false;
        UPDATE walled.task t SET answered = answered + 1, slots = slots - 1 WHERE t.workspace_id = ws AND t.task_id = task.task_id;
    ELSE
        held.surplus := true;  -- late, and the slot is somebody else's: kept and paid, counted apart
    END IF;
    UPDATE walled.assignment a SET state = 'answered', surplus = held.surplus WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;

    INSERT INTO walled.annotation (workspace_id, submit_id, project_id, task_id, assignment_id, pseudonym, revision, surplus, guideline_version,
                                   vote_question, vote_class, vote_value, increment, active_ms, content_digest, body)
    VALUES (ws, p_submit, task.project_id, task.task_id, p_assignment, me, p_revision, held.surplus, held.guideline_version,
            p_question, p_class, p_value, p_increment, p_active_ms, p_digest, p_body);

    work := dispatch.account_of(ws, 'work', NULL, held.currency);
    payable := dispatch.account_of(ws, 'payable', me, held.currency);
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
    VALUES (ws, 'pending', p_submit, work, payable, held.rate_minor, held.currency);

    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
    VALUES (ws, 'answered', me::text, task.project_id, task.task_id, p_assignment, 'revision ' || p_revision);
    RETURN QUERY SELECT * FROM dispatch.receipt(ws, p_submit);
END $$;

CREATE FUNCTION dispatch.receipt(ws uuid, p_submit uuid)
RETURNS TABLE (submit_id uuid, submitted_at timestamptz, surplus boolean, amount_minor bigint, currency text, undo_seconds int)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.submit_id, n.submitted_at, n.surplus, t.amount_minor, t.currency, p.undo_seconds
    FROM walled.annotation n
    JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = 'pending'
    JOIN walled.project p ON p.workspace_id = n.workspace_id AND p.project_id = n.project_id
    WHERE n.workspace_id = ws AND n.submit_id = p_submit
$$;

CREATE FUNCTION dispatch.account_of(ws uuid, p_kind text, p_pseudonym uuid, p_currency text) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_id uuid;
BEGIN
    SELECT a.account_id INTO found_id FROM walled.account a
    WHERE a.workspace_id = ws AND a.kind = p_kind AND a.pseudonym IS NOT DISTINCT FROM p_pseudonym AND a.currency = p_currency;
    IF NOT FOUND THEN
        INSERT INTO walled.account (workspace_id, kind, pseudonym, currency) VALUES (ws, p_kind, p_pseudonym, p_currency)
        ON CONFLICT DO NOTHING;
        SELECT a.account_id INTO found_id FROM walled.account a
        WHERE a.workspace_id = ws AND a.kind = p_kind AND a.pseudonym IS NOT DISTINCT FROM p_pseudonym AND a.currency = p_currency;
    END IF;
    RETURN found_id;
END $$;

-- Takes an answer back: a withdrawal, a voided transfer, and the same assignment open again at the next revision.
CREATE FUNCTION dispatch.undo(token text, p_submit uuid) RETURNS TABLE (assignment_id uuid, revision int, lease_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := sec.workspace();
    mine     walled.annotation;
    task     walled.task;
    held     walled.assignment;
    project  walled.project;
BEGIN
    SELECT * INTO mine FROM walled.annotation n WHERE n.workspace_id = ws AND n.submit_id = p_submit AND n.pseudonym = me;
    IF NOT FOUND THEN
        PERFORM sec.fail('annotation_not_found', json_build_object('submit_id', p_submit));
    END IF;
    task := dispatch.lock_task_of(ws, me, mine.assignment_id);
    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = mine.assignment_id;
    IF EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = p_submit) THEN
        RETURN QUERY SELECT held.assignment_id, held.revision, held.lease_until;  -- the same undo again
        RETURN;
    END IF;
    SELECT * INTO project FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = task.project_id;
    IF task.state <> 'open' OR mine.submitted_at + make_interval(secs => project.undo_seconds) < clock_timestamp() THEN
        PERFORM sec.fail('undo_too_late', json_build_object('undo_seconds', project.undo_seconds));
    END IF;
    INSERT INTO walled.withdrawal (workspace_id, submit_id, project_id) VALUES (ws, p_submit, task.project_id);
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, pending_id, debit_account_id, credit_account_id, amount_minor, currency)
    SELECT ws, 'voided', p_submit, t.transfer_id, t.credit_account_id, t.debit_account_id, t.amount_minor, t.currency
    FROM walled.transfer t WHERE t.workspace_id = ws AND t.submit_id = p_submit AND t.kind = 'pending';
    IF NOT mine.surplus THEN
        UPDATE walled.task t SET answered = answered - 1 WHERE t.workspace_id = ws AND t.task_id = task.task_id;
    END IF;
    RETURN QUERY
    UPDATE walled.assignment a SET state = 'held', revision = a.revision + 1,
        lease_until = clock_timestamp() + make_interval(secs => project.lease_seconds)
    WHERE a.workspace_id = ws AND a.assignment_id = mine.assignment_id
    RETURNING a.assignment_id, a.revision, a.lease_until;
END $$;

-- Gives up a held assignment: the slot goes back. The caller holds the lock on the task.
CREATE FUNCTION dispatch.give_back(held walled.assignment, p_state text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
    me     uuid := dispatch.enter(token);
    ws     uuid := sec.workspace();
    task   walled.task := dispatch.lock_task_of(ws, me, p_assignment);
    held   walled.assignment;
    skips  int;
    most   int;
BEGIN
    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
    IF held.state = 'skipped' THEN
        RETURN;
    ELSIF held.state = 'answered' THEN
        PERFORM sec.fail('already_answered', json_build_object('assignment_id', p_assignment));
    END IF;
    SELECT p.skips_a_day_max INTO most FROM walled.project p WHERE p.workspace_id = ws AND p.project_id = task.project_id;
    SELECT count(*) INTO skips FROM walled.assignment a
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = task.project_id AND a.state = 'skipped'
      AND a.claimed_at > now() - interval '1 day';
    IF skips >= most THEN
        PERFORM sec.fail('skip_limit', json_build_object('skips', skips));
    END IF;
    IF held.state = 'held' THEN
        PERFORM dispatch.give_back(held, 'skipped');
    ELSE
        UPDATE walled.assignment a SET state = 'skipped' WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
        PERFORM dispatch.undirect(ws, task.task_id, me);
    END IF;
END $$;

-- What was meant for somebody is no longer: the slot it held goes back. The caller holds the lock on the task.
CREATE FUNCTION dispatch.undirect(ws uuid, p_task uuid, p_pseudonym uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = p_task AND r.pseudonym = p_pseudonym AND r.directed;
    IF FOUND THEN
        UPDATE walled.task t SET slots = slots + 1 WHERE t.workspace_id = ws AND t.task_id = p_task;
    END IF;
END $$;

-- The page gives back what it prefetched and never painted.
CREATE FUNCTION dispatch.release(token text, p_assignments uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me        uuid := dispatch.enter(token);
    ws        uuid := sec.workspace();
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
    ws     uuid := sec.workspace();
    first  walled.assignment;
BEGIN
    UPDATE walled.assignment a SET shown_at = clock_timestamp()
    WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me AND a.shown_at IS NULL RETURNING * INTO first;
    IF FOUND THEN
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id)
        VALUES (ws, 'shown', me::text, first.project_id, first.task_id, p_assignment);
        UPDATE commons.membership m SET last_shown_at = clock_timestamp() WHERE m.workspace_id = ws AND m.pseudonym = me;
    ELSIF NOT EXISTS (SELECT FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.pseudonym = me) THEN
        PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
    END IF;
END $$;

-- What the thinking half of a submit must know, in one trip on the engine's connection: never on an annotator's.
CREATE FUNCTION dispatch.facts(token text, p_assignment uuid)
RETURNS TABLE (task_type text, task_id uuid, presentation_seed int, project_id uuid, project_body bytea, task_body bytea,
               log_confusion double precision[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := sec.workspace();
BEGIN
    RETURN QUERY
    SELECT p.task_type, a.task_id, a.presentation_seed, p.project_id, p.body, t.body, c.log_confusion
    FROM walled.assignment a
    JOIN walled.task t ON t.workspace_id = a.workspace_id AND t.task_id = a.task_id
    JOIN walled.project p ON p.workspace_id = a.workspace_id AND p.project_id = a.project_id
    LEFT JOIN walled.confusion c ON c.workspace_id = a.workspace_id AND c.project_id = a.project_id AND c.pseudonym = a.pseudonym
    WHERE a.workspace_id = ws AND a.pseudonym = me AND a.assignment_id = p_assignment;
END $$;

-- Gives back leases that have ended, at most `p_most`; says how many. Called by a sweep inside one workspace.
CREATE FUNCTION dispatch.expire(token text, p_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws       uuid;
    late     record;
    held     walled.assignment;
    expired  int := 0;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    ws := sec.workspace();
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
    RETURN expired;
END $$;

-- Settles tasks that have their annotations and whose undo windows are over, at most `p_most`, and posts what is pending on
-- each exactly once; says how many. Each task is locked in one statement and read in the next: one statement would decide on
-- a snapshot older than its lock, and pay for an answer that was taken back meanwhile.
CREATE FUNCTION dispatch.settle(token text, p_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws       uuid;
    one      record;
    settled  int := 0;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    ws := sec.workspace();
    FOR one IN SELECT t.task_id, t.project_id FROM walled.task t
               WHERE t.workspace_id = ws AND t.due AND dispatch.undo_is_over(ws, t.project_id, t.task_id)
               ORDER BY t.task_id LIMIT p_most LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = one.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;  -- someone is at it now; the next sweep comes in a second
        UPDATE walled.task t SET state = 'settled'
        WHERE t.workspace_id = ws AND t.task_id = one.task_id AND t.due AND dispatch.undo_is_over(ws, one.project_id, one.task_id);
        CONTINUE WHEN NOT FOUND;
        INSERT INTO walled.transfer (workspace_id, kind, submit_id, pending_id, debit_account_id, credit_account_id, amount_minor, currency)
        SELECT ws, 'posted', x.submit_id, x.transfer_id, x.debit_account_id, x.credit_account_id, x.amount_minor, x.currency
        FROM walled.annotation n
        JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        WHERE n.workspace_id = ws AND n.task_id = one.task_id
          AND NOT EXISTS (SELECT FROM walled.transfer e WHERE e.workspace_id = ws AND e.pending_id = x.transfer_id);
        settled := settled + 1;
    END LOOP;
    RETURN settled;
END $$;

CREATE FUNCTION dispatch.undo_is_over(ws uuid, p_project uuid, p_task uuid) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT NOT EXISTS (
        SELECT FROM walled.annotation n JOIN walled.project p ON p.workspace_id = ws AND p.project_id = p_project
        WHERE n.workspace_id = ws AND n.task_id = p_task AND n.submitted_at + make_interval(secs => p.undo_seconds) >= clock_timestamp()
          AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = n.submit_id))
$$;

-- A lead means these tasks for this person: each holds a slot and is what the person's next claim probes first.
-- Returns the tasks that could be directed; one that is closed or already theirs is left out.
CREATE FUNCTION dispatch.direct(token text, p_project uuid, p_pseudonym uuid, p_tasks uuid[], p_hold_seconds int) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws   uuid;
    one  uuid;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    ws := sec.workspace();
    PERFORM FROM walled.project_member m
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('person_not_found', json_build_object('pseudonym_id', p_pseudonym));
    END IF;
    FOR one IN SELECT DISTINCT x FROM unnest(p_tasks) x ORDER BY x LOOP  -- in order, so that two calls can't deadlock
        PERFORM FROM walled.task t
        WHERE t.workspace_id = ws AND t.project_id = p_project AND t.task_id = one AND t.open FOR NO KEY UPDATE;
        CONTINUE WHEN NOT FOUND OR NOT dispatch.not_mine(ws, p_pseudonym, one)
            OR EXISTS (SELECT FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = one AND r.pseudonym = p_pseudonym AND r.directed);
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = one AND r.pseudonym = p_pseudonym;
        INSERT INTO walled.returned (workspace_id, project_id, pseudonym, task_id, directed, directed_until)
        VALUES (ws, p_project, p_pseudonym, one, true, clock_timestamp() + make_interval(secs => p_hold_seconds));
        UPDATE walled.task t SET slots = slots - 1 WHERE t.workspace_id = ws AND t.task_id = one;
        RETURN NEXT one;
    END LOOP;
END $$;

-- The projects the caller is a member of, with what they answered and earned since a moment. Sealed bodies hold the names.
CREATE FUNCTION dispatch.my_projects(token text, p_since timestamptz)
RETURNS TABLE (project_id uuid, state text, rate_minor bigint, currency text, guideline_version int, body bytea,
               undo_seconds int, has_open_tasks boolean, answered bigint, earned_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := sec.workspace();
BEGIN
    RETURN QUERY
    SELECT p.project_id, p.state, p.rate_minor, p.currency, p.guideline_version, p.body, p.undo_seconds,
           EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p.project_id AND t.open),
           count(x.transfer_id), coalesce(sum(x.amount_minor), 0)::bigint
    FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.pseudonym = me AND n.project_id = p.project_id AND n.submitted_at >= p_since
    LEFT JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    WHERE m.workspace_id = ws AND m.pseudonym = me AND m.ended_at IS NULL AND p.state <> 'draft'
    GROUP BY p.workspace_id, p.project_id
    ORDER BY p.created_at;
END $$;

-- The caller's own lines of the ledger, newest first. `state` is pending until the task settles, then posted; or voided.
CREATE FUNCTION dispatch.my_statement(token text, p_most int)
RETURNS TABLE (submit_id uuid, project_id uuid, body bytea, submitted_at timestamptz, amount_minor bigint, currency text, state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := sec.workspace();
BEGIN
    RETURN QUERY
    SELECT n.submit_id, n.project_id, p.body, n.submitted_at, x.amount_minor, x.currency, coalesce(e.kind, 'pending')
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    WHERE n.workspace_id = ws AND n.pseudonym = me
    ORDER BY n.submitted_at DESC LIMIT p_most;
END $$;

-- The sums of all the caller's lines, by project, currency and state.
CREATE FUNCTION dispatch.my_totals(token text)
RETURNS TABLE (project_id uuid, body bytea, currency text, state text, annotations bigint, amount_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := sec.workspace();
BEGIN
    RETURN QUERY
    SELECT p.project_id, p.body, x.currency, coalesce(e.kind, 'pending'), count(*), sum(x.amount_minor)::bigint
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    WHERE n.workspace_id = ws AND n.pseudonym = me
    GROUP BY p.workspace_id, p.project_id, x.currency, coalesce(e.kind, 'pending')
    ORDER BY p.created_at, x.currency;
END $$;

-- The guideline in force, for someone who works in the project; the log says who read which version.
CREATE FUNCTION dispatch.guideline(token text, p_project uuid) RETURNS TABLE (version int, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me        uuid := dispatch.enter(token);
    ws        uuid := sec.workspace();
    in_force  walled.guideline;
BEGIN
    SELECT g.* INTO in_force FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    JOIN walled.guideline g ON g.workspace_id = p.workspace_id AND g.project_id = p.project_id AND g.version = p.guideline_version
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail)
    VALUES (ws, 'guideline read', me::text, p_project, 'version ' || in_force.version);
    RETURN QUERY SELECT in_force.version, in_force.body;
END $$;

GRANT EXECUTE ON FUNCTION dispatch.claim, dispatch.submit, dispatch.undo, dispatch.skip, dispatch.release, dispatch.shown, dispatch.my_projects,
    dispatch.my_statement, dispatch.my_totals, dispatch.guideline TO amana_annotator;
GRANT EXECUTE ON FUNCTION dispatch.facts, dispatch.expire, dispatch.settle TO amana_engine;
-- The people of a project, by what they did: bodies hold the labels that the workspace gave them.
CREATE FUNCTION dispatch.people(token text, p_project uuid)
RETURNS TABLE (pseudonym uuid, person_id uuid, body bytea, added_at timestamptz, answered bigint, active_ms bigint, last_at timestamptz,
               pending_minor bigint, posted_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    ws := sec.workspace();
    RETURN QUERY
    SELECT m.pseudonym, b.person_id, c.body, m.added_at, count(x.transfer_id), coalesce(sum(n.active_ms), 0)::bigint, max(n.submitted_at),
           coalesce(sum(x.amount_minor) FILTER (WHERE e.kind IS NULL), 0)::bigint,
           coalesce(sum(x.amount_minor) FILTER (WHERE e.kind = 'posted'), 0)::bigint
    FROM walled.project_member m
    JOIN commons.membership b ON b.workspace_id = ws AND b.pseudonym = m.pseudonym
    JOIN commons.person c ON c.person_id = b.person_id
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.project_id = p_project AND n.pseudonym = m.pseudonym
        AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = n.submit_id)
    LEFT JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    WHERE m.workspace_id = ws AND m.project_id = p_project
    GROUP BY m.pseudonym, b.person_id, c.body, m.added_at
    ORDER BY count(x.transfer_id) DESC, m.added_at, m.pseudonym;
END $$;

-- Another one-time link for somebody who works here already: a lost session, another device.
CREATE FUNCTION dispatch.invite_again(token text, p_project uuid, p_pseudonym uuid, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws   uuid;
    who  uuid;
BEGIN
    PERFORM set_config('amana.scope', token, true);
    ws := sec.workspace();
    SELECT b.person_id INTO who FROM walled.project_member m
    JOIN commons.membership b ON b.workspace_id = ws AND b.pseudonym = m.pseudonym
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = p_pseudonym AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('person_not_found', json_build_object('pseudonym_id', p_pseudonym));
    END IF;
    INSERT INTO commons.invitation (link_hash, person_id, audience, workspace_id, project_id, expires_at)
    VALUES (p_link_hash, who, 'annotator', ws, p_project, now() + make_interval(secs => p_valid_seconds));
END $$;

GRANT EXECUTE ON FUNCTION dispatch.direct, dispatch.people, dispatch.invite_again TO amana_client;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA dispatch FROM amana_dispatch;
