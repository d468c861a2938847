-- ---- passwords ------------------------------------------------------------------------------------------------------

-- Counts an attempt before it is looked at, so that no number of them at once is more than allowed, and says what to check it
-- against: nothing where nobody has the name, which must take as long. In a quarter of an hour ten of a name, a hundred from an
-- address.
CREATE FUNCTION door.attempt(p_name_digest bytea, p_address_digest bytea) RETURNS TABLE (allowed boolean, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz := now() - interval '15 minutes';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(p_name_digest, 'hex'), 4));
    DELETE FROM commons.attempt a WHERE a.at < now() - interval '1 hour';
    IF (SELECT count(*) FROM commons.attempt a WHERE a.name_digest = p_name_digest AND a.at > since) >= 10
       OR (SELECT count(*) FROM commons.attempt a WHERE a.address_digest = p_address_digest AND a.at > since) >= 100 THEN
        RETURN QUERY SELECT false, NULL::bytea;
        RETURN;
    END IF;
    INSERT INTO commons.attempt (name_digest, address_digest) VALUES (p_name_digest, p_address_digest);
    RETURN QUERY SELECT true, (SELECT w.hash FROM commons.password w WHERE w.name_digest = p_name_digest);
END $$;

-- After the password was checked against `p_hash`. No row: it was set anew or removed meanwhile.
CREATE FUNCTION door.enter_by_password(p_name_digest bytea, p_hash bytea, p_session_hashes bytea[], p_passkey_for text[], p_browser text,
                                       p_system text)
RETURNS TABLE (audience text, place int, expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid;
BEGIN
    SELECT w.person_id INTO who FROM commons.password w WHERE w.name_digest = p_name_digest AND w.hash = p_hash FOR SHARE;
    IF FOUND THEN
        DELETE FROM commons.attempt a WHERE a.name_digest = p_name_digest;
        RETURN QUERY SELECT * FROM door.open_sessions(who, p_session_hashes, 'password', p_passkey_for, p_browser, p_system);
    END IF;
END $$;

CREATE FUNCTION door.refuse_password(p_name_digest bytea, p_browser text, p_system text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM door.note((SELECT w.person_id FROM commons.password w WHERE w.name_digest = p_name_digest), 'refused', 'password', p_browser,
                      p_system, NULL);
END $$;

-- In place of the bearer's password before, and of its name.
CREATE FUNCTION door.set_password(p_session_hash bytea, p_name_digest bytea, p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    INSERT INTO commons.password (person_id, name_digest, hash) VALUES (bearer.person_id, p_name_digest, p_hash)
    ON CONFLICT (person_id) DO UPDATE SET name_digest = EXCLUDED.name_digest, hash = EXCLUDED.hash, set_at = now();
    PERFORM door.note(bearer.person_id, 'password_set', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;

CREATE FUNCTION door.remove_password(p_session_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    DELETE FROM commons.password w WHERE w.person_id = bearer.person_id;
    IF FOUND THEN
        PERFORM door.note(bearer.person_id, 'password_removed', NULL, bearer.browser, bearer.system, bearer.session_id);
    END IF;
END $$;

-- When the bearer set their password; no row if they have none.
CREATE FUNCTION door.password_set_at(p_session_hash bytea) RETURNS SETOF timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT w.set_at FROM commons.password w WHERE w.person_id = bearer.person_id;
END $$;
