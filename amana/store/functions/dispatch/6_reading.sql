-- What the thinking half of submits must know, in one trip on the engine's connection: never on an annotator's. `n`: of which
-- call; an assignment that is not its caller's has no row.
CREATE FUNCTION dispatch.facts(tokens text[], p_assignments uuid[])
RETURNS TABLE (n int, task_type text, task_id uuid, presentation_seed int, project_id uuid, project_body bytea, task_body bytea,
               log_confusion double precision[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid[] := dispatch.enter_together(tokens);
    ws  uuid := dispatch.walls();
BEGIN
    FOR i IN 1 .. cardinality(me) LOOP
        RETURN QUERY
        SELECT i, p.task_type, a.task_id, a.presentation_seed, p.project_id, p.body, t.body, c.log_confusion
        FROM walled.assignment a
        JOIN walled.task_content t ON t.workspace_id = a.workspace_id AND t.task_id = a.task_id
        JOIN walled.project p ON p.workspace_id = a.workspace_id AND p.project_id = a.project_id
        LEFT JOIN walled.confusion c ON c.workspace_id = a.workspace_id AND c.project_id = a.project_id AND c.pseudonym = a.pseudonym
        WHERE a.workspace_id = ws AND a.assignment_id = p_assignments[i] AND (a.pseudonym = me[i]) IS TRUE;
    END LOOP;
END $$;

-- The projects the caller is a member of, with what they answered and earned since a moment. Sealed bodies hold the names; the
-- client's is there where the client shows it.
CREATE FUNCTION dispatch.my_projects(token text, p_since timestamptz)
RETURNS TABLE (project_id uuid, state text, rate_minor bigint, currency text, guideline_version int, body bytea,
               undo_seconds int, has_open_tasks boolean, answered bigint, earned_minor bigint, client_body bytea,
               elsewhere_days int, by_vendor boolean, clearance smallint, countries text[], kept_out text[], kept_out_until timestamptz,
               pace_ms int, active_ms bigint, guideline_read int, answers_new bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT p.project_id, walled.shown_state(p.state, w.frozen_at), p.rate_minor, p.currency, p.guideline_version, p.body, p.undo_seconds,
           EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = ws AND t.project_id = p.project_id AND t.open),
           count(x.transfer_id), coalesce(sum(x.amount_minor), 0)::bigint,
           CASE WHEN w.shows_name THEN w.body END,
           p.wall_elsewhere_days, num_nonnulls(p.wall_not_from, p.wall_only_from) > 0, p.wall_clearance, p.wall_countries, k.walls, k.until,
           dispatch.pace_ms(ws, me, p.project_id), coalesce(sum(coalesce(s.stated_ms, n.active_ms)) FILTER (WHERE x.transfer_id IS NOT NULL), 0)::bigint,
           m.guideline_read,
           (SELECT count(*) FROM walled.concern c WHERE c.workspace_id = ws AND c.pseudonym = me AND c.project_id = p.project_id
            AND c.done_at > coalesce(m.answers_read_at, '-infinity'))
    FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    JOIN walled.workspace w ON w.workspace_id = ws
    CROSS JOIN LATERAL dispatch.keeps_out(p, me, false) k
    LEFT JOIN walled.annotation n ON n.workspace_id = ws AND n.pseudonym = me AND n.project_id = p.project_id AND n.submitted_at >= p_since
    LEFT JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    LEFT JOIN LATERAL dispatch.stated(ws, n.submit_id) s ON true
    WHERE m.workspace_id = ws AND m.pseudonym = me AND m.ended_at IS NULL AND p.state <> 'draft'
    GROUP BY p.workspace_id, p.project_id, w.workspace_id, m.workspace_id, m.project_id, m.pseudonym, k.walls, k.until
    ORDER BY p.created_at;
END $$;

-- The active time that half of somebody's last twenty answers took at most; NULL before there are five.
CREATE FUNCTION dispatch.pace_ms(ws uuid, me uuid, p_project uuid) RETURNS int
LANGUAGE sql STABLE AS $$
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY l.active_ms) FROM (
        SELECT n.active_ms FROM walled.annotation n WHERE n.workspace_id = ws AND n.pseudonym = me AND n.project_id = p_project
        ORDER BY n.submitted_at DESC LIMIT 20) l
    HAVING count(*) >= 5
$$;

-- The caller's own lines of the ledger, newest first. `state` is pending until the task settles, then posted; or voided.
CREATE FUNCTION dispatch.my_statement(token text, p_most int)
RETURNS TABLE (submit_id uuid, project_id uuid, body bytea, submitted_at timestamptz, amount_minor bigint, currency text, state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter_for_pay(token);
    ws  uuid := dispatch.walls();
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
    me  uuid := dispatch.enter_for_pay(token);
    ws  uuid := dispatch.walls();
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

-- A file of a task that the caller holds or answered. That they were given it while they hold it, *released* says; what they look
-- at afterwards is a row of its own.
CREATE FUNCTION dispatch.media(token text, p_project uuid, p_assignment uuid, p_media uuid) RETURNS TABLE (media_id uuid, blob uuid, body bytea, made bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me     uuid := dispatch.enter(token);
    ws     uuid := dispatch.walls();
    held   record;
BEGIN
    SELECT f.media_id, f.blob, f.body, d.body AS made, a.task_id, a.state, w.frozen_at INTO held FROM walled.assignment a
    JOIN walled.workspace w ON w.workspace_id = ws
    JOIN walled.project_member m ON m.workspace_id = ws AND m.project_id = a.project_id AND m.pseudonym = a.pseudonym AND m.ended_at IS NULL
    JOIN walled.task_media x ON x.workspace_id = ws AND x.task_id = a.task_id AND x.media_id = p_media
    JOIN walled.media f ON f.workspace_id = ws AND f.media_id = x.media_id
    LEFT JOIN walled.made_media d ON d.workspace_id = ws AND d.media_id = f.media_id
    WHERE a.workspace_id = ws AND a.assignment_id = p_assignment AND a.project_id = p_project AND a.pseudonym = me
      AND a.state IN ('held', 'answered');
    IF NOT FOUND THEN
        PERFORM sec.fail('media_not_found', json_build_object('media_id', p_media));
    END IF;
    IF held.frozen_at IS NOT NULL THEN
        PERFORM sec.fail('workspace_frozen');
    END IF;
    IF held.state = 'answered' THEN
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
        VALUES (ws, 'media read', me::text, p_project, held.task_id, p_assignment, 'media ' || p_media);
    END IF;
    RETURN QUERY SELECT held.media_id, held.blob, held.body, held.made;
END $$;

-- The project, for somebody who works there and may read what is its own: a wall keeps that from whoever has no task of it to finish.
CREATE FUNCTION dispatch.require_reader(ws uuid, me uuid, p_project uuid) RETURNS walled.project
LANGUAGE plpgsql AS $$
DECLARE
    project  walled.project;
    against  record;
BEGIN
    SELECT p.* INTO project FROM walled.project_member m
    JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND m.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.fail('project_not_found', json_build_object('project_id', p_project));
    END IF;
    IF EXISTS (SELECT FROM walled.workspace w WHERE w.workspace_id = ws AND w.frozen_at IS NOT NULL) THEN
        PERFORM sec.fail('workspace_frozen');
    END IF;
    against := dispatch.keeps_out(project, me, true);
    IF against.walls IS NOT NULL AND NOT EXISTS (
        SELECT FROM walled.assignment a WHERE a.workspace_id = ws AND a.pseudonym = me AND a.project_id = p_project AND a.state = 'held'
        AND a.shown_at IS NOT NULL) THEN
        PERFORM sec.fail('kept_out', json_build_object('project_id', p_project));
    END IF;
    RETURN project;
END $$;

-- The guideline in force, and the version that the caller read last where that is another. A page fetches both before anybody
-- looks: the log says which version was released to whom, and *read* is said by the page.
CREATE FUNCTION dispatch.guideline(token text, p_project uuid) RETURNS TABLE (version int, body bytea, read_version int, read_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
    project  walled.project := dispatch.require_reader(ws, me, p_project);
BEGIN
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail)
    VALUES (ws, 'guideline released', me::text, p_project, 'version ' || project.guideline_version);
    RETURN QUERY
    SELECT g.version, g.body, r.version, r.body FROM walled.guideline g
    JOIN walled.project_member m ON m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me
    LEFT JOIN walled.guideline r ON r.workspace_id = ws AND r.project_id = p_project AND r.version = m.guideline_read AND r.version < g.version
    WHERE g.workspace_id = ws AND g.project_id = p_project AND g.version = project.guideline_version;
END $$;

-- The caller has this version before their eyes; once for each, the log says so. One that is not in force yet nobody has read.
CREATE FUNCTION dispatch.read_guideline(token text, p_project uuid, p_version int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
    project  walled.project := dispatch.require_reader(ws, me, p_project);
    seen     int := least(p_version, project.guideline_version);
BEGIN
    UPDATE walled.project_member m SET guideline_read = seen
    WHERE m.workspace_id = ws AND m.project_id = p_project AND m.pseudonym = me AND coalesce(m.guideline_read, 0) < seen;
    IF FOUND THEN
        INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail)
        VALUES (ws, 'guideline read', me::text, p_project, 'version ' || seen);
    END IF;
END $$;

-- Of the caller's last `p_most` answers in a project a page of those before one, the newest first, each with its task, what it pays
-- and what the lead said to the caller of that task. Each is a row of the log.
CREATE FUNCTION dispatch.my_last_answers(token text, p_project uuid, p_before uuid, p_page int, p_most int)
RETURNS TABLE (submit_id uuid, assignment_id uuid, task_id uuid, submitted_at timestamptz, guideline_version int, body bytea, task_body bytea,
               task_type text, project_body bytea, shows_settled boolean, surplus boolean, taken_back boolean, task_state text,
               vote_question smallint[], vote_class smallint[], amount_minor bigint, currency text, pay text, concern_id uuid, reply bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
    project  walled.project := dispatch.require_reader(ws, me, p_project);
    chosen   uuid[];
BEGIN
    SELECT array_agg(l.submit_id) INTO chosen FROM (
        SELECT l.submit_id FROM (
            SELECT n.submit_id, n.submitted_at FROM walled.annotation n
            WHERE n.workspace_id = ws AND n.pseudonym = me AND n.project_id = p_project
            ORDER BY n.submitted_at DESC, n.submit_id LIMIT p_most) l
        LEFT JOIN walled.annotation b ON b.workspace_id = ws AND b.submit_id = p_before AND b.pseudonym = me
        WHERE b.submit_id IS NULL OR l.submitted_at < b.submitted_at OR (l.submitted_at = b.submitted_at AND l.submit_id > b.submit_id)
        ORDER BY l.submitted_at DESC, l.submit_id LIMIT p_page) l;
    INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, task_id, assignment_id, detail)
    SELECT ws, 'answer read', me::text, p_project, n.task_id, n.assignment_id, 'answer ' || n.submit_id
    FROM walled.annotation n WHERE n.workspace_id = ws AND n.submit_id = ANY (chosen) ORDER BY n.submitted_at DESC, n.submit_id;
    RETURN QUERY
    SELECT n.submit_id, n.assignment_id, n.task_id, n.submitted_at, n.guideline_version, n.body, c.body,
           project.task_type, project.body, project.shows_settled, n.surplus, w.submit_id IS NOT NULL, t.state,
           n.vote_question, n.vote_class, x.amount_minor, x.currency, coalesce(e.kind, 'pending'), s.concern_id, s.reply
    FROM walled.annotation n
    JOIN walled.task t ON t.workspace_id = ws AND t.task_id = n.task_id
    JOIN walled.task_content c ON c.workspace_id = ws AND c.task_id = n.task_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    LEFT JOIN walled.transfer e ON e.workspace_id = ws AND e.pending_id = x.transfer_id
    LEFT JOIN walled.withdrawal w ON w.workspace_id = ws AND w.submit_id = n.submit_id
    LEFT JOIN LATERAL (
        SELECT s.concern_id, s.reply FROM walled.concern s
        WHERE s.workspace_id = ws AND s.task_id = n.task_id AND s.pseudonym = me AND s.done_at IS NOT NULL ORDER BY s.done_at DESC LIMIT 1) s ON true
    WHERE n.workspace_id = ws AND n.submit_id = ANY (chosen)
    ORDER BY n.submitted_at DESC, n.submit_id;
END $$;

-- What the people of the vendor that asks did in these walls in the last twelve months: how much, and what it pays, a line a person,
-- month and currency. Whose work it was stays here.
CREATE FUNCTION dispatch.supplied_work(token text)
RETURNS TABLE (person_id uuid, month date, currency text, answered bigint, amount_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := dispatch.enter_walls(token);
BEGIN
    RETURN QUERY
    SELECT s.person_id, date_trunc('month', n.submitted_at AT TIME ZONE 'UTC')::date, x.currency, count(*), sum(x.amount_minor)::bigint
    FROM sec.supplied() s
    JOIN walled.annotation n ON n.workspace_id = ws AND n.pseudonym = s.pseudonym
        AND n.submitted_at >= date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '11 months'
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    WHERE NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    GROUP BY 1, 2, 3;
END $$;
