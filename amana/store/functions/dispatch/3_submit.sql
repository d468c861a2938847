-- The task and project of one of the caller's assignments, the task locked. What must be read after the lock is read by the next
-- statement, which sees what was committed while this one waited: a single statement would read a snapshot older than its lock.
CREATE FUNCTION dispatch.lock_task_of(ws uuid, me uuid, p_assignment uuid, OUT task_id uuid, OUT project_id uuid, OUT state text)
LANGUAGE plpgsql AS $$
BEGIN
    -- Whose it is, is asked of the one row found by its key: as a condition it invites a walk over everything of this person.
    SELECT t.task_id, t.project_id, t.state INTO task_id, project_id, state FROM walled.task t
    WHERE t.workspace_id = ws AND t.task_id = (
        SELECT CASE WHEN a.pseudonym = me THEN a.task_id END FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('assignment_not_found', json_build_object('assignment_id', p_assignment));
    END IF;
END $$;

-- An answer on its way in, and the order of a claim that came with it: `want` 0 for none.
CREATE TYPE dispatch.answer AS (
    submit_id uuid, assignment_id uuid, revision int, vote_question smallint[], vote_class smallint[], vote_value double precision[],
    increment double precision[], active_ms int, focus_ms int, input_ms int, playing_ms int, paused_ms int, digest bytea, body bytea, have uuid[], want int);

-- Stores answers, each once: annotation, votes, assignment, pending pay and log row. The same submit again gives the first
-- receipt; the same id with another content is a conflict. In the same commit each sender's tasks are brought up to `want`, as
-- `dispatch.claim` does: a row for each new one, or one row without a task; `n` says whose row it is and the receipt is on each.
-- All in one commit: what refuses one refuses all, and the engine then sends each alone (see store/together.py).
-- What is waited for is waited for in one order, so that two commits don't wait for each other: all the tasks answered, as the engine
-- sorted them, and only then the senders' own turns; tasks in other hands are passed over.
CREATE FUNCTION dispatch.submit(tokens text[], p_answers dispatch.answer[])
RETURNS TABLE (n int, submit_id uuid, submitted_at timestamptz, surplus boolean, amount_minor bigint, paid_in text, undo_seconds int,
               assignment_id uuid, task_id uuid, revision int, lease_until timestamptz, rate_minor bigint, currency text,
               guideline_version int, presentation_seed int, body bytea, task_type text, project_body bytea,
               draft_version int, draft_age_ms bigint, draft_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me        uuid[] := dispatch.enter_together(tokens);
    ws        uuid := dispatch.walls();
    tasks     uuid[];
    projects  uuid[];
    locked    record;
    answer    dispatch.answer;
    kept      record;
    more      record;
BEGIN
    FOR i IN 1 .. cardinality(me) LOOP
        locked := dispatch.lock_task_of(ws, me[i], p_answers[i].assignment_id);
        tasks[i] := locked.task_id;
        projects[i] := locked.project_id;
    END LOOP;
    FOR i IN 1 .. cardinality(me) LOOP
        answer := p_answers[i];
        kept := dispatch.keep(ws, me[i], tasks[i], projects[i], answer);
        SELECT false AS works, false AS kept_out INTO more;
        IF answer.want > 0 THEN
            more := dispatch.top_up(ws, projects[i], me[i], answer.want);  -- someone who was sent away keeps their answer, and gets no more
        END IF;
        RETURN QUERY
        SELECT i, answer.submit_id, kept.submitted_at, kept.surplus, kept.amount_minor, kept.currency, kept.undo_seconds, h.*
        FROM (VALUES (1)) AS receipt LEFT JOIN dispatch.held(ws, projects[i], me[i], answer.have, more.kept_out) h ON more.works;
    END LOOP;
END $$;

-- Keeps the answer to a task whose row the caller has locked, and returns its receipt; of one that is kept already, the first.
CREATE FUNCTION dispatch.keep(ws uuid, me uuid, p_task uuid, p_project uuid, p_answer dispatch.answer,
                              OUT submitted_at timestamptz, OUT surplus boolean, OUT amount_minor bigint, OUT currency text, OUT undo_seconds int)
LANGUAGE plpgsql AS $$
DECLARE
    held   record;
    slot   boolean;  -- whether this answer has a slot of the task: its own, one meant for it, or one that nobody took
    takes  smallint := 0;
BEGIN
    SELECT a.state, a.surplus, a.revision, a.guideline_version, a.rate_minor, a.currency, p.undo_seconds, t.state AS task_state, t.slots,
           p.annotations_min IS NOT NULL AND p.state <> 'closed' AND t.needed < p.annotations_needed AS decides,
           n.assignment_id AS earlier, n.content_digest, w.account_id AS work, c.account_id AS payable INTO held
    FROM walled.assignment a
    JOIN walled.task t ON t.workspace_id = ws AND t.task_id = p_task
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = p_project
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.submit_id = p_answer.submit_id
    LEFT JOIN walled.account w ON w.workspace_id = ws AND w.kind = 'work' AND w.pseudonym IS NULL AND w.currency = a.currency
    LEFT JOIN walled.account c ON c.workspace_id = ws AND c.kind = 'payable' AND c.pseudonym = me AND c.currency = a.currency
    WHERE a.workspace_id = ws AND a.assignment_id = p_answer.assignment_id;
    IF held.earlier IS NOT NULL THEN
        IF held.earlier <> p_answer.assignment_id OR held.content_digest <> p_answer.digest THEN
            PERFORM sec.fail('submit_conflict', json_build_object('submit_id', p_answer.submit_id));
        END IF;
        SELECT r.submitted_at, r.surplus, r.amount_minor, r.currency, r.undo_seconds
        INTO submitted_at, surplus, amount_minor, currency, undo_seconds FROM dispatch.receipt(ws, p_answer.submit_id) r;
        RETURN;
    ELSIF held.state = 'answered' THEN
        PERFORM sec.fail('already_answered', json_build_object('assignment_id', p_answer.assignment_id));
    ELSIF held.state IN ('skipped', 'set_aside') THEN
        PERFORM sec.fail('assignment_skipped', json_build_object('assignment_id', p_answer.assignment_id));
    ELSIF held.revision <> p_answer.revision THEN
        PERFORM sec.fail('revision_stale', json_build_object('assignment_id', p_answer.assignment_id, 'revision', held.revision));
    ELSIF held.task_state = 'withdrawn' THEN
        PERFORM sec.fail('task_withdrawn', json_build_object('assignment_id', p_answer.assignment_id));
    ELSIF held.task_state <> 'open' THEN
        PERFORM sec.fail('task_settled', json_build_object('assignment_id', p_answer.assignment_id));
    END IF;

    slot := held.state = 'held' AND NOT held.surplus;
    IF held.state <> 'held' THEN  -- late
        DELETE FROM walled.returned r WHERE r.workspace_id = ws AND r.task_id = p_task AND r.pseudonym = me AND r.directed;
        slot := FOUND;  -- the task was meant for this person again meanwhile: its slot is theirs
        IF NOT slot AND held.slots > 0 THEN
            slot := true;
            takes := 1;
        END IF;
    END IF;
    IF held.work IS NULL OR held.payable IS NULL THEN
        held.work := dispatch.account_of(ws, 'work', NULL, held.currency);
        held.payable := dispatch.account_of(ws, 'payable', me, held.currency);
    END IF;

    -- One statement for all that must stand together; an answer without a slot is kept and paid, and counted apart.
    WITH counted AS (
        UPDATE walled.task t
        SET answered = t.answered + 1, slots = t.slots - takes,
            ripe_at = CASE WHEN t.answered + 1 < t.needed THEN t.ripe_at
                           WHEN held.decides THEN 'infinity'  -- the engine says whether it needs another (dispatch.collect)
                           ELSE clock_timestamp() + make_interval(secs => held.undo_seconds) END
        WHERE t.workspace_id = ws AND t.task_id = p_task AND slot),
    closed AS (
        UPDATE walled.assignment a SET state = 'answered', surplus = NOT slot
        WHERE a.workspace_id = ws AND a.assignment_id = p_answer.assignment_id),
    kept AS (
        INSERT INTO walled.annotation (workspace_id, submit_id, project_id, task_id, assignment_id, pseudonym, revision, surplus, guideline_version,
                                       vote_question, vote_class, vote_value, increment, active_ms,
                                       focus_ms, input_ms, playing_ms, paused_ms, content_digest, body)
        VALUES (ws, p_answer.submit_id, p_project, p_task, p_answer.assignment_id, me, p_answer.revision, NOT slot, held.guideline_version,
                p_answer.vote_question, p_answer.vote_class, p_answer.vote_value, p_answer.increment, p_answer.active_ms,
                p_answer.focus_ms, p_answer.input_ms, p_answer.playing_ms, p_answer.paused_ms, p_answer.digest, p_answer.body)),
    owed AS (
        INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
        VALUES (ws, 'pending', p_answer.submit_id, held.work, held.payable, held.rate_minor, held.currency))
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
    VALUES (ws, 'answered', me::text, p_project, p_task, p_answer.assignment_id, 'revision ' || p_answer.revision);
    submitted_at := now();
    surplus := NOT slot;
    amount_minor := held.rate_minor;
    currency := held.currency;
    undo_seconds := held.undo_seconds;
END $$;

CREATE FUNCTION dispatch.receipt(ws uuid, p_submit uuid)
RETURNS TABLE (submit_id uuid, submitted_at timestamptz, surplus boolean, amount_minor bigint, currency text, undo_seconds int)
LANGUAGE sql STABLE AS $$
    SELECT n.submit_id, n.submitted_at, n.surplus, t.amount_minor, t.currency, p.undo_seconds
    FROM walled.annotation n
    JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = 'pending'
    JOIN walled.project p ON p.workspace_id = n.workspace_id AND p.project_id = n.project_id
    WHERE n.workspace_id = ws AND n.submit_id = p_submit
$$;

CREATE FUNCTION dispatch.account_of(ws uuid, p_kind text, p_pseudonym uuid, p_currency text) RETURNS uuid
LANGUAGE plpgsql AS $$
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
    ws       uuid := dispatch.walls();
    mine     walled.annotation;
    task     record;
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
