-- ---- passkeys -------------------------------------------------------------------------------------------------------

-- Keeps what the browser that holds this secret is to sign: the last one counts, for five minutes.
CREATE FUNCTION door.ask(p_browser_hash bytea, p_challenge bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM commons.challenge c WHERE c.expires_at < now();
    INSERT INTO commons.challenge (browser_hash, challenge, expires_at) VALUES (p_browser_hash, p_challenge, now() + interval '5 minutes')
    ON CONFLICT (browser_hash) DO UPDATE SET challenge = EXCLUDED.challenge, expires_at = EXCLUDED.expires_at;
END $$;

-- What the browser was asked to sign, once, whatever comes of it; no row if it was not asked, or long ago.
CREATE FUNCTION door.asked(p_browser_hash bytea) RETURNS SETOF bytea
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM commons.challenge c WHERE c.browser_hash = p_browser_hash AND c.expires_at > now() RETURNING c.challenge
$$;

-- Whether a person must be verified by their passkey, by a finger or a PIN, and not only touch it: whoever is more than an annotator.
CREATE FUNCTION door.must_be_verified(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM commons.hat h WHERE h.person_id = p_person AND h.audience <> 'annotator')
$$;

-- Who would enrol, and the passkeys they have.
CREATE FUNCTION door.enrolling(p_session_hash bytea)
RETURNS TABLE (person_id uuid, audience text, must_be_verified boolean, credential_ids bytea[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT bearer.person_id, bearer.audience, door.must_be_verified(bearer.person_id),
        ARRAY(SELECT k.credential_id FROM commons.passkey k WHERE k.person_id = bearer.person_id AND k.removed_at IS NULL);
END $$;

-- Keeps a passkey that was verified. The session it was made with opens from now on what it was opened for.
CREATE FUNCTION door.enrol(p_session_hash bytea, p_passkey uuid, p_credential_id bytea, p_public_key bytea, p_sign_count bigint,
                           p_browser text, p_system text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    PERFORM FROM commons.session s WHERE s.session_hash = p_session_hash FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM commons.passkey k WHERE k.person_id = bearer.person_id AND k.removed_at IS NULL) >= 20 THEN
        PERFORM sec.fail('passkey_limit', json_build_object('most', 20));
    END IF;
    INSERT INTO commons.passkey (passkey_id, person_id, credential_id, public_key, sign_count, browser, system)
    VALUES (p_passkey, bearer.person_id, p_credential_id, p_public_key, p_sign_count, p_browser, p_system)
    ON CONFLICT (credential_id) DO NOTHING;
    IF NOT FOUND THEN
        PERFORM sec.fail('passkey_refused');
    END IF;
    UPDATE commons.session s SET only_enrols = false WHERE s.session_hash = p_session_hash;
    PERFORM door.note(bearer.person_id, 'passkey_added', NULL, p_browser, p_system, bearer.session_id);
END $$;

CREATE FUNCTION door.passkeys(p_session_hash bytea)
RETURNS TABLE (passkey_id uuid, browser text, system text, created_at timestamptz, last_used_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT k.passkey_id, k.browser, k.system, k.created_at, k.last_used_at FROM commons.passkey k
                 WHERE k.person_id = bearer.person_id AND k.removed_at IS NULL ORDER BY k.created_at;
END $$;

-- Says whether there was such a passkey of the bearer's.
CREATE FUNCTION door.remove_passkey(p_session_hash bytea, p_passkey uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    UPDATE commons.passkey k SET removed_at = now()
    WHERE k.passkey_id = p_passkey AND k.person_id = bearer.person_id AND k.removed_at IS NULL;
    IF FOUND THEN
        PERFORM door.note(bearer.person_id, 'passkey_removed', NULL, bearer.browser, bearer.system, bearer.session_id);
        RETURN true;
    END IF;
    RETURN false;
END $$;

-- What a signature is checked against; no row for a passkey that nobody has.
CREATE FUNCTION door.passkey(p_credential_id bytea)
RETURNS TABLE (person_id uuid, public_key bytea, sign_count bigint, must_be_verified boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.person_id, k.public_key, k.sign_count, door.must_be_verified(k.person_id) FROM commons.passkey k
    WHERE k.credential_id = p_credential_id AND k.removed_at IS NULL
$$;

-- Opens a session for each audience that a person has a hat of, its newest: `p_session_hashes` has one for each there is.
-- `p_passkey_for`: the audiences that must come in by a passkey.
CREATE FUNCTION door.open_sessions(p_person uuid, p_session_hashes bytea[], p_method text, p_passkey_for text[], p_browser text, p_system text)
RETURNS TABLE (audience text, place int, expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql AS $$
DECLARE
    one     record;
    number  int := 0;
BEGIN
    FOR one IN SELECT DISTINCT ON (h.audience) h.audience, h.workspace_id FROM commons.hat h
               WHERE h.person_id = p_person ORDER BY h.audience, h.given_at DESC LOOP
        number := number + 1;
        RETURN QUERY SELECT one.audience, number, o.expires_at, o.only_enrols
                     FROM door.open_session(p_person, one.audience, one.workspace_id, p_session_hashes[number], p_method, p_passkey_for,
                                            p_browser, p_system) o;
    END LOOP;
END $$;

-- After the signature was checked against `p_seen_count`. No row: meanwhile the passkey was removed or used, perhaps a copy of it.
CREATE FUNCTION door.enter_by_passkey(p_credential_id bytea, p_seen_count bigint, p_sign_count bigint, p_session_hashes bytea[],
                                      p_browser text, p_system text)
RETURNS TABLE (audience text, place int, expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid;
BEGIN
    UPDATE commons.passkey k SET sign_count = p_sign_count, last_used_at = now()
    WHERE k.credential_id = p_credential_id AND k.removed_at IS NULL AND k.sign_count = p_seen_count RETURNING k.person_id INTO who;
    IF FOUND THEN
        RETURN QUERY SELECT * FROM door.open_sessions(who, p_session_hashes, 'passkey', '{}', p_browser, p_system);
    END IF;
END $$;

-- Somebody was refused; `p_credential_id` may be a passkey that somebody has, or nothing.
CREATE FUNCTION door.refuse_passkey(p_credential_id bytea, p_browser text, p_system text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM door.note((SELECT k.person_id FROM commons.passkey k WHERE k.credential_id = p_credential_id), 'refused', 'passkey', p_browser,
                      p_system, NULL);
END $$;

-- ---- recovery codes -------------------------------------------------------------------------------------------------

-- Takes the place of all codes that the bearer had.
CREATE FUNCTION door.make_codes(p_session_hash bytea, p_code_hashes bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    DELETE FROM commons.recovery_code c WHERE c.person_id = bearer.person_id;
    INSERT INTO commons.recovery_code (code_hash, person_id) SELECT x, bearer.person_id FROM unnest(p_code_hashes) x;
    PERFORM door.note(bearer.person_id, 'codes_made', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;

CREATE FUNCTION door.codes_left(p_session_hash bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN (SELECT count(*) FROM commons.recovery_code c WHERE c.person_id = bearer.person_id AND c.used_at IS NULL);
END $$;

-- Each code once. No row: it is spent or never was.
CREATE FUNCTION door.enter_by_code(p_code_hash bytea, p_session_hashes bytea[], p_passkey_for text[], p_browser text, p_system text)
RETURNS TABLE (audience text, place int, expires_at timestamptz, only_enrols boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid;
BEGIN
    UPDATE commons.recovery_code c SET used_at = now() WHERE c.code_hash = p_code_hash AND c.used_at IS NULL RETURNING c.person_id INTO who;
    IF NOT FOUND THEN
        PERFORM door.note((SELECT c.person_id FROM commons.recovery_code c WHERE c.code_hash = p_code_hash), 'refused', 'code', p_browser,
                          p_system, NULL);
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM door.open_sessions(who, p_session_hashes, 'code', p_passkey_for, p_browser, p_system);
END $$;
