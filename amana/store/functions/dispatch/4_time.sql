-- The time that a person's work took: as their page measured it, and as they say it was. Both are theirs to read when they are off-boarded
-- too, as their pay is.

-- What a correction is sealed with: an answer of the bearer's that stands, in one trip on the engine's connection.
CREATE FUNCTION dispatch.answered(token text, p_submit uuid) RETURNS TABLE (project_id uuid, task_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter_for_pay(token);
    ws  uuid := dispatch.walls();
BEGIN
    RETURN QUERY
    SELECT n.project_id, c.body FROM walled.annotation n
    JOIN walled.task_content c ON c.workspace_id = ws AND c.task_id = n.task_id
    WHERE n.workspace_id = ws AND n.submit_id = p_submit AND n.pseudonym = me
      AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = p_submit);
END $$;

-- What the person says now that an answer took; no row where they say nothing.
CREATE FUNCTION dispatch.stated(ws uuid, p_submit uuid) RETURNS SETOF walled.time_correction
LANGUAGE sql STABLE AS $$
    SELECT * FROM walled.time_correction c WHERE c.workspace_id = ws AND c.submit_id = p_submit ORDER BY c.corrected_at DESC LIMIT 1
$$;

-- What the person says an answer took, beside what was measured. The same correction again changes nothing.
CREATE FUNCTION dispatch.correct_time(token text, p_correction uuid, p_submit uuid, p_stated_ms int, p_body bytea, p_days int, p_most int)
RETURNS TABLE (submit_id uuid, active_ms int, stated_ms int, corrected_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me    uuid := dispatch.enter_for_pay(token);
    ws    uuid := dispatch.walls();
    mine  walled.annotation;
    said  walled.time_correction;
BEGIN
    SELECT * INTO mine FROM walled.annotation n WHERE n.workspace_id = ws AND n.submit_id = p_submit AND n.pseudonym = me
        AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = p_submit);
    IF NOT FOUND THEN
        PERFORM sec.fail('annotation_not_found', json_build_object('submit_id', p_submit));
    END IF;
    PERFORM dispatch.lock_task_of(ws, me, mine.assignment_id);  -- one correction of an answer after the other
    SELECT * INTO said FROM walled.time_correction c WHERE c.workspace_id = ws AND c.correction_id = p_correction;
    IF FOUND THEN
        IF said.submit_id <> p_submit OR said.stated_ms <> p_stated_ms THEN
            PERFORM sec.fail('correction_conflict', json_build_object('correction_id', p_correction));
        END IF;
    ELSIF mine.submitted_at + make_interval(days => p_days) < clock_timestamp() THEN
        PERFORM sec.fail('correction_too_late', json_build_object('days', p_days));
    ELSIF (SELECT count(*) FROM walled.time_correction c WHERE c.workspace_id = ws AND c.submit_id = p_submit) >= p_most THEN
        PERFORM sec.fail('corrections_full', json_build_object('most', p_most));
    ELSE
        INSERT INTO walled.time_correction (workspace_id, correction_id, submit_id, project_id, stated_ms, body)
        VALUES (ws, p_correction, p_submit, mine.project_id, p_stated_ms, p_body) RETURNING * INTO said;
    END IF;
    RETURN QUERY SELECT p_submit, mine.active_ms, said.stated_ms, said.corrected_at;
END $$;

-- What a day is to whoever asks. Raises zone_unknown.
CREATE FUNCTION dispatch.today_in(p_zone text) RETURNS date
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (now() AT TIME ZONE p_zone)::date;
EXCEPTION WHEN invalid_parameter_value THEN
    PERFORM sec.fail('zone_unknown', json_build_object('zone', p_zone));
END $$;

-- The caller's last days in their own time zone, a line a project, currency and day on which they answered something that stands.
CREATE FUNCTION dispatch.my_days(token text, p_zone text, p_days int)
RETURNS TABLE (project_id uuid, body bytea, currency text, on_day date, answered bigint, active_ms bigint, stated_ms bigint, earned_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me     uuid := dispatch.enter_for_pay(token);
    ws     uuid := dispatch.walls();
    since  timestamptz := (dispatch.today_in(p_zone) - (p_days - 1))::timestamp AT TIME ZONE p_zone;
BEGIN
    RETURN QUERY
    SELECT p.project_id, p.body, x.currency, (n.submitted_at AT TIME ZONE p_zone)::date, count(*), sum(n.active_ms)::bigint,
           sum(coalesce(s.stated_ms, n.active_ms))::bigint, sum(x.amount_minor)::bigint
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    LEFT JOIN dispatch.stated(ws, n.submit_id) s ON true
    WHERE n.workspace_id = ws AND n.pseudonym = me AND n.submitted_at >= since
    GROUP BY p.workspace_id, p.project_id, x.currency, 4
    ORDER BY 4 DESC, p.created_at, x.currency;
END $$;

-- The caller's answers of one day that stand, the newest first, each with its time and what it was counted from.
CREATE FUNCTION dispatch.my_answers(token text, p_zone text, p_day date, p_most int)
RETURNS TABLE (submit_id uuid, project_id uuid, project_body bytea, submitted_at timestamptz, active_ms int, focus_ms int, input_ms int, playing_ms int,
               paused_ms int, stated_ms int, correction_id uuid, reason bytea, amount_minor bigint, currency text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me      uuid := dispatch.enter_for_pay(token);
    ws      uuid := dispatch.walls();
    on_day  date := coalesce(p_day, dispatch.today_in(p_zone));
BEGIN
    RETURN QUERY
    SELECT n.submit_id, n.project_id, p.body, n.submitted_at, n.active_ms, n.focus_ms, n.input_ms, n.playing_ms, n.paused_ms,
           s.stated_ms, s.correction_id, s.body, x.amount_minor, x.currency
    FROM walled.annotation n
    JOIN walled.project p ON p.workspace_id = ws AND p.project_id = n.project_id
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = ws AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    LEFT JOIN dispatch.stated(ws, n.submit_id) s ON true
    WHERE n.workspace_id = ws AND n.pseudonym = me
      AND n.submitted_at >= on_day::timestamp AT TIME ZONE p_zone AND n.submitted_at < (on_day + 1)::timestamp AT TIME ZONE p_zone
    ORDER BY n.submitted_at DESC LIMIT p_most;
END $$;
