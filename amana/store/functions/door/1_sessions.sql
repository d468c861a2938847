-- Leaves a row of what happened. Who knocks without being recognised could knock for ever: of them a thousand rows an hour are kept.
CREATE FUNCTION door.note(p_person uuid, p_kind text, p_method text, p_browser text, p_system text, p_session uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_person IS NULL AND (SELECT count(*) FROM (SELECT FROM commons.account_event e
                             WHERE e.person_id IS NULL AND e.at > now() - interval '1 hour' LIMIT 1000) lately) >= 1000 THEN
        RETURN;
    END IF;
    INSERT INTO commons.account_event (person_id, kind, method, browser, system, session_id)
    VALUES (p_person, p_kind, p_method, p_browser, p_system, p_session);
END $$;

-- Opens a session for somebody's hat and says when it ends at the latest; no row if they have that hat no longer. An operator's is short: it is worth more to a thief.
-- Where `p_passkey_for` has the audience, one that was opened by something else opens nothing before a passkey is made.
CREATE FUNCTION door.open_session(p_person uuid, p_audience text, p_workspace uuid, p_session_hash bytea, p_method text, p_passkey_for text[],
                                  p_browser text, p_system text)
RETURNS TABLE (expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql AS $$
DECLARE
    opened commons.session;
BEGIN
    -- Held until the commit: whoever takes the hat away waits for this session and ends it, or was first and nothing is opened.
    PERFORM FROM commons.hat h WHERE h.person_id = p_person AND h.audience = p_audience AND h.workspace_id IS NOT DISTINCT FROM p_workspace FOR SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO commons.session (session_hash, person_id, audience, workspace_id, opened_by, only_enrols, browser, system, expires_at,
                                 idle_seconds)
    VALUES (p_session_hash, p_person, p_audience, p_workspace, p_method, p_method <> 'passkey' AND p_audience = ANY (p_passkey_for), p_browser, p_system,
            now() + CASE p_audience WHEN 'operator' THEN interval '12 hours' ELSE interval '30 days' END,
            CASE p_audience WHEN 'operator' THEN 3600 ELSE 604800 END)
    RETURNING * INTO opened;
    PERFORM door.note(p_person, 'signed_in', p_method, p_browser, p_system, opened.session_id);
    RETURN QUERY SELECT opened.expires_at, opened.only_enrols;
END $$;

-- The live session with this hash, which is thereby used. Fails with no_session.
CREATE FUNCTION door.bearer(p_session_hash bytea) RETURNS commons.session
LANGUAGE plpgsql AS $$
DECLARE
    mine commons.session;
BEGIN
    SELECT * INTO mine FROM commons.session s WHERE s.session_hash = p_session_hash AND sec.lives(s);
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    END IF;
    PERFORM sec.used(p_session_hash, mine.last_used_at);
    RETURN mine;
END $$;

-- Who bears this session or key, and for a key what it opens. No row: no one.
CREATE FUNCTION door.authenticate(p_hash bytea) RETURNS TABLE (audience text, workspace_id uuid, actor text, verbs text[], projects uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine  commons.session;
    key   commons.credential;
BEGIN
    SELECT * INTO mine FROM commons.session s WHERE s.session_hash = p_hash AND sec.lives(s);
    IF FOUND THEN
        IF mine.only_enrols THEN
            PERFORM sec.fail('passkey_needed');
        END IF;
        PERFORM sec.used(p_hash, mine.last_used_at);
        RETURN QUERY SELECT mine.audience, mine.workspace_id, mine.person_id::text, NULL::text[], NULL::uuid[];
        RETURN;
    END IF;
    SELECT * INTO key FROM commons.credential c WHERE c.key_hash = p_hash AND c.revoked_at IS NULL;
    IF FOUND THEN
        IF key.last_used_at IS NULL OR key.last_used_at < now() - interval '10 minutes' THEN
            UPDATE commons.credential c SET last_used_at = now()
            WHERE c.key_hash = p_hash AND (c.last_used_at IS NULL OR c.last_used_at < now() - interval '10 minutes');
        END IF;
        RETURN QUERY SELECT 'client', key.workspace_id, 'key ' || key.key_id, key.verbs, key.projects;
    END IF;
END $$;

-- As which audience whoever bears this session is signed in, and whether they must make a passkey first. No row: as none.
CREATE FUNCTION door.lives(p_session_hash bytea) RETURNS TABLE (audience text, must_enrol boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.audience, s.only_enrols FROM commons.session s WHERE s.session_hash = p_session_hash AND sec.lives(s)
$$;

-- The workspaces in which the bearer of an annotator's session works; none for any other session.
CREATE FUNCTION door.workspaces_of_session(p_session_hash bytea) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.workspace_id FROM commons.session s JOIN commons.membership m ON m.person_id = s.person_id
    WHERE s.session_hash = p_session_hash AND s.audience = 'annotator' AND sec.lives(s)
$$;

-- Exchange a one-time link for a session, once. No row: the link is spent, has lapsed, or never was.
CREATE FUNCTION door.redeem(p_link_hash bytea, p_session_hash bytea, p_passkey_for text[], p_browser text, p_system text)
RETURNS TABLE (audience text, expires_at timestamptz, only_enrols boolean, project_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    invited  commons.invitation;
    ws       uuid;
BEGIN
    UPDATE commons.invitation i SET redeemed_at = now()
    WHERE i.link_hash = p_link_hash AND i.redeemed_at IS NULL AND i.expires_at > now()
    RETURNING * INTO invited;
    IF NOT FOUND THEN
        PERFORM door.note((SELECT i.person_id FROM commons.invitation i WHERE i.link_hash = p_link_hash), 'refused', 'link', p_browser, p_system, NULL);
        RETURN;
    END IF;
    ws := CASE WHEN invited.audience IN ('annotator', 'operator') THEN NULL ELSE invited.workspace_id END;
    INSERT INTO commons.hat (person_id, audience, workspace_id) VALUES (invited.person_id, invited.audience, ws) ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT invited.audience, o.expires_at, o.only_enrols, invited.project_id
                 FROM door.open_session(invited.person_id, invited.audience, ws, p_session_hash, 'link', p_passkey_for, p_browser, p_system) o;
END $$;

-- ---- one's own sessions ---------------------------------------------------------------------------------------------

-- Every live session of whoever bears this one, the last used first.
CREATE FUNCTION door.sessions(p_session_hash bytea)
RETURNS TABLE (session_id uuid, audience text, opened_by text, browser text, system text, created_at timestamptz, last_used_at timestamptz,
               expires_at timestamptz, mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY
    SELECT s.session_id, s.audience, s.opened_by, s.browser, s.system, s.created_at, s.last_used_at, s.expires_at,
           s.session_hash = p_session_hash
    FROM commons.session s WHERE s.person_id = bearer.person_id AND sec.lives(s)
    ORDER BY s.last_used_at DESC, s.created_at DESC;
END $$;

-- Ends one session of the bearer's, or (NULL) all but the one they ask with; says how many. Whoever asks with an ended session
-- after this has returned is refused: every call looks here.
CREATE FUNCTION door.end_sessions(p_session_hash bytea, p_session uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer  commons.session := door.bearer(p_session_hash);
    one     commons.session;
    ended   bigint := 0;
BEGIN
    FOR one IN UPDATE commons.session s SET revoked_at = now()
               WHERE s.person_id = bearer.person_id AND s.revoked_at IS NULL
                 AND CASE WHEN p_session IS NULL THEN s.session_hash <> p_session_hash ELSE s.session_id = p_session END
               RETURNING s.* LOOP
        PERFORM door.note(bearer.person_id, 'ended', NULL, bearer.browser, bearer.system, one.session_id);
        ended := ended + 1;
    END LOOP;
    RETURN ended;
END $$;

-- Signing out: ends the very session. One that does not live stays as it is.
CREATE FUNCTION door.end_session(p_session_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.session;
BEGIN
    UPDATE commons.session s SET revoked_at = now() WHERE s.session_hash = p_session_hash AND s.revoked_at IS NULL RETURNING * INTO mine;
    IF FOUND THEN
        PERFORM door.note(mine.person_id, 'signed_out', NULL, mine.browser, mine.system, mine.session_id);
    END IF;
END $$;

-- ---- the trail ------------------------------------------------------------------------------------------------------

-- What happened with the bearer's account, newest first.
CREATE FUNCTION door.events(p_session_hash bytea, p_most int)
RETURNS TABLE (at timestamptz, kind text, method text, browser text, system text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT e.at, e.kind, e.method, e.browser, e.system FROM commons.account_event e
                 WHERE e.person_id = bearer.person_id ORDER BY e.event_no DESC LIMIT p_most;
END $$;

-- The same of everybody, for the operator: people by their ids, no names.
CREATE FUNCTION door.all_events(p_most int)
RETURNS TABLE (at timestamptz, person_id uuid, kind text, method text, browser text, system text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.at, e.person_id, e.kind, e.method, e.browser, e.system FROM commons.account_event e ORDER BY e.event_no DESC LIMIT p_most
$$;

-- As the operator: ends every session of a person whose device is lost; says how many.
CREATE FUNCTION door.end_all_of(p_person uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one    commons.session;
    ended  bigint := 0;
BEGIN
    FOR one IN UPDATE commons.session s SET revoked_at = now() WHERE s.person_id = p_person AND s.revoked_at IS NULL RETURNING s.* LOOP
        PERFORM door.note(p_person, 'ended', NULL, '', '', one.session_id);
        ended := ended + 1;
    END LOOP;
    RETURN ended;
END $$;
