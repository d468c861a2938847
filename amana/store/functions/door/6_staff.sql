-- ---- who has access to a workspace: its leads and auditors --------------------------------------------------------------

-- The session of a lead of the token's workspace. Fails with lead_needed for a key: programs let nobody in.
CREATE FUNCTION door.lead(token text) RETURNS commons.session
LANGUAGE plpgsql AS $$
DECLARE
    scope  text[] := sec.enter(token);
    mine   commons.session;
BEGIN
    SELECT * INTO mine FROM commons.session s
    WHERE s.session_hash = decode(scope[3], 'hex') AND s.audience = 'client' AND s.workspace_id = scope[2]::uuid AND NOT s.only_enrols AND sec.lives(s);
    IF NOT FOUND THEN
        PERFORM sec.fail('lead_needed');
    END IF;
    RETURN mine;
END $$;

-- Everybody who may come in, and everybody with a link that is good still. `since`: NULL for whoever has not come in yet.
CREATE FUNCTION door.staff(token text)
RETURNS TABLE (person_id uuid, audience text, body bytea, since timestamptz, last_used_at timestamptz, invited_until timestamptz, mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    scope  text[] := sec.enter(token);
    ws     uuid := scope[2]::uuid;
BEGIN
    RETURN QUERY
    SELECT x.person_id, x.audience, w.body, max(x.since),
           (SELECT max(s.last_used_at) FROM commons.session s WHERE s.person_id = x.person_id AND s.audience = x.audience AND s.workspace_id = ws),
           max(x.until),
           EXISTS (SELECT FROM commons.session s WHERE s.session_hash = decode(scope[3], 'hex') AND s.person_id = x.person_id AND s.audience = x.audience)
    FROM (SELECT h.person_id, h.audience, h.given_at AS since, NULL::timestamptz AS until FROM commons.hat h WHERE h.workspace_id = ws
          UNION ALL
          SELECT i.person_id, i.audience, NULL, i.expires_at FROM commons.invitation i
          WHERE i.workspace_id = ws AND i.audience IN ('client', 'auditor') AND i.redeemed_at IS NULL AND i.expires_at > now()) x
    JOIN commons.person w ON w.person_id = x.person_id
    GROUP BY x.person_id, x.audience, w.body ORDER BY x.audience DESC, max(x.since), x.person_id;
END $$;

-- Somebody new, with a link. Where the id is somebody's already, nothing is said and nothing done.
CREATE FUNCTION door.invite_staff(token text, p_person uuid, p_body bytea, p_audience text, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lead commons.session := door.lead(token);
BEGIN
    IF p_audience NOT IN ('client', 'auditor') THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    INSERT INTO commons.person (person_id, body) VALUES (p_person, p_body) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO commons.invitation (link_hash, person_id, audience, workspace_id, expires_at)
    VALUES (p_link_hash, p_person, p_audience, lead.workspace_id, now() + make_interval(secs => p_valid_seconds));
END $$;

-- Somebody has access no longer: links, sessions and hats of this workspace end, and the API keys that they made, but for those named.
-- Says how many keys ended. Never the last lead; twice says nobody_here.
CREATE FUNCTION door.off_board_staff(token text, p_person uuid, p_keep_keys uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lead   commons.session := door.lead(token);
    ws     uuid := lead.workspace_id;
    was    text[];
    one    commons.session;
    keys   bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(ws::text, 7));
    lead := door.lead(token);  -- two who off-board each other: the second is refused
    SELECT array_agg(x.audience) INTO was FROM (
        SELECT h.audience FROM commons.hat h WHERE h.workspace_id = ws AND h.person_id = p_person
        UNION ALL
        SELECT 'invited' FROM commons.invitation i WHERE i.workspace_id = ws AND i.person_id = p_person
            AND i.audience IN ('client', 'auditor') AND i.redeemed_at IS NULL AND i.expires_at > now()) x;
    IF was IS NULL THEN
        PERFORM sec.fail('nobody_here', json_build_object('who_id', p_person));
    END IF;
    IF 'client' = ANY (was)
       AND NOT EXISTS (SELECT FROM commons.hat h WHERE h.workspace_id = ws AND h.audience = 'client' AND h.person_id <> p_person) THEN
        PERFORM sec.fail('last_lead');
    END IF;
    UPDATE commons.invitation i SET expires_at = now() WHERE i.workspace_id = ws AND i.person_id = p_person AND i.redeemed_at IS NULL;
    DELETE FROM commons.hat h WHERE h.workspace_id = ws AND h.person_id = p_person;
    FOR one IN UPDATE commons.session s SET revoked_at = now()
               WHERE s.person_id = p_person AND s.workspace_id = ws AND s.revoked_at IS NULL RETURNING s.* LOOP
        PERFORM door.note(p_person, 'ended', NULL, lead.browser, lead.system, one.session_id);
    END LOOP;
    UPDATE commons.credential c SET revoked_at = now()
    WHERE c.workspace_id = ws AND c.made_by = p_person::text AND c.revoked_at IS NULL AND c.key_id <> ALL (p_keep_keys);
    GET DIAGNOSTICS keys = ROW_COUNT;
    PERFORM door.note(p_person, 'off_boarded', NULL, lead.browser, lead.system, NULL);
    RETURN keys;
END $$;

-- When clients ended the work of whoever bears this annotator's session; the newest first. No client's name.
CREATE FUNCTION door.departures(p_session_hash bytea) RETURNS SETOF timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT m.ended_at FROM commons.membership m
                 WHERE m.person_id = bearer.person_id AND bearer.audience = 'annotator' AND m.ended_at IS NOT NULL ORDER BY m.ended_at DESC;
END $$;

-- ---- ending an operator's rights ----------------------------------------------------------------------------------------

-- By another operator. Fewer than two stay only if `p_leave_one` says so: one alone can have nobody approved, but a machine with a
-- thief among two operators needs this. Fails with operator_not_found, another_operator_needed, two_operators_needed.
CREATE FUNCTION door.end_operator(p_session_hash bytea, p_person uuid, p_leave_one boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer  commons.session := door.operator(p_session_hash);
    one     commons.session;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('operators', 5));
    bearer := door.operator(p_session_hash);  -- two who end each other: the second is no operator any more
    IF NOT EXISTS (SELECT FROM commons.hat h WHERE h.person_id = p_person AND h.audience = 'operator') THEN
        PERFORM sec.fail('operator_not_found', json_build_object('operator_id', p_person));
    ELSIF p_person = bearer.person_id THEN
        PERFORM sec.fail('another_operator_needed');
    ELSIF NOT p_leave_one AND (SELECT count(*) FROM commons.hat h WHERE h.audience = 'operator') <= 2 THEN
        PERFORM sec.fail('two_operators_needed');
    END IF;
    DELETE FROM commons.hat h WHERE h.person_id = p_person AND h.audience = 'operator';
    UPDATE commons.invitation i SET expires_at = now() WHERE i.person_id = p_person AND i.audience = 'operator' AND i.redeemed_at IS NULL;
    UPDATE commons.operator_proposal o SET decided_by = bearer.person_id, decided_at = now(), approved = false
    WHERE o.proposed_by = p_person AND o.decided_at IS NULL;
    FOR one IN UPDATE commons.session s SET revoked_at = now()
               WHERE s.person_id = p_person AND s.audience = 'operator' AND s.revoked_at IS NULL RETURNING s.* LOOP
        PERFORM door.note(p_person, 'ended', NULL, bearer.browser, bearer.system, one.session_id);
    END LOOP;
    PERFORM door.note(p_person, 'operator_ended', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;
