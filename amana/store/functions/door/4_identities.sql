-- ---- an organisation's sign-in --------------------------------------------------------------------------------------

-- Links an identity that was verified to the bearer; false if the bearer has one, or somebody has this one.
CREATE FUNCTION door.link_identity(p_session_hash bytea, p_identity_digest bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    INSERT INTO commons.identity (identity_digest, person_id) VALUES (p_identity_digest, bearer.person_id) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM door.note(bearer.person_id, 'identity_linked', NULL, bearer.browser, bearer.system, bearer.session_id);
        RETURN true;
    END IF;
    RETURN false;
END $$;

CREATE FUNCTION door.unlink_identity(p_session_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    DELETE FROM commons.identity i WHERE i.person_id = bearer.person_id;
    IF FOUND THEN
        PERFORM door.note(bearer.person_id, 'identity_unlinked', NULL, bearer.browser, bearer.system, bearer.session_id);
    END IF;
END $$;

-- When the bearer linked theirs; no row if they did not.
CREATE FUNCTION door.identity_linked_at(p_session_hash bytea) RETURNS SETOF timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT i.linked_at FROM commons.identity i WHERE i.person_id = bearer.person_id;
END $$;

-- No row: nobody linked it. An identity alone makes no account.
CREATE FUNCTION door.enter_by_identity(p_identity_digest bytea, p_session_hashes bytea[], p_passkey_for text[], p_browser text, p_system text)
RETURNS TABLE (audience text, place int, expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid;
BEGIN
    SELECT i.person_id INTO who FROM commons.identity i WHERE i.identity_digest = p_identity_digest;
    IF NOT FOUND THEN
        PERFORM door.note(NULL, 'refused', 'identity', p_browser, p_system, NULL);
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM door.open_sessions(who, p_session_hashes, 'identity', p_passkey_for, p_browser, p_system);
END $$;
