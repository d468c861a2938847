-- ---- vendors: their own people, and nothing of the clients they work for ------------------------------------------------

-- On the machine itself: a vendor, and the link by which its one manager comes in.
CREATE FUNCTION door.create_vendor(p_vendor uuid, p_body bytea, p_listed boolean, p_manager uuid, p_manager_body bytea, p_link_hash bytea,
                                   p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO commons.person (person_id, body) VALUES (p_manager, p_manager_body);
    INSERT INTO commons.vendor (vendor_id, manager_id, body, listed) VALUES (p_vendor, p_manager, p_body, p_listed);
    INSERT INTO commons.invitation (link_hash, person_id, audience, expires_at)
    VALUES (p_link_hash, p_manager, 'vendor', now() + make_interval(secs => p_valid_seconds));
END $$;

CREATE FUNCTION door.vendor(p_session_hash bytea) RETURNS TABLE (vendor_id uuid, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(p_session_hash);
BEGIN
    RETURN QUERY SELECT mine.vendor_id, mine.body;
END $$;

-- What was last said of a person, of each kind: what counts, until its end.
CREATE FUNCTION door.attested(p_person uuid)
RETURNS TABLE (country text, clearance smallint, by_vendor boolean, attested_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT a.country, a.clearance, a.attested_by IS NOT NULL, a.attested_at, a.ends_at FROM (
        SELECT DISTINCT ON (x.country IS NULL) x.* FROM commons.attestation x
        WHERE x.person_id = p_person ORDER BY x.country IS NULL, x.attestation_no DESC) a
$$;

-- The bearer's own.
CREATE FUNCTION door.my_attested(p_session_hash bytea)
RETURNS TABLE (country text, clearance smallint, by_vendor boolean, attested_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    RETURN QUERY SELECT a.* FROM door.attested(bearer.person_id) a;
END $$;

-- The vendor's people, the newest first. `working`: a task was on their page in the last quarter of an hour, whoever's it is.
CREATE FUNCTION door.supplied_people(p_session_hash bytea)
RETURNS TABLE (person_id uuid, body bytea, since timestamptz, came_in boolean, working boolean, ended_at timestamptz,
               country text, country_until timestamptz, clearance smallint, clearance_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(p_session_hash);
BEGIN
    RETURN QUERY
    SELECT p.person_id, p.body, p.created_at,
           EXISTS (SELECT FROM commons.hat h WHERE h.person_id = p.person_id AND h.audience = 'annotator'),
           p.vendor_ended_at IS NULL AND EXISTS (
               SELECT FROM commons.membership m WHERE m.person_id = p.person_id AND m.last_shown_at > now() - interval '15 minutes'),
           p.vendor_ended_at, c.country, c.ends_at, l.clearance, l.ends_at
    FROM commons.person p
    LEFT JOIN LATERAL (SELECT * FROM door.attested(p.person_id) a WHERE a.country IS NOT NULL) c ON true
    LEFT JOIN LATERAL (SELECT * FROM door.attested(p.person_id) a WHERE a.clearance IS NOT NULL) l ON true
    WHERE p.vendor_id = mine.vendor_id ORDER BY p.created_at DESC, p.person_id;
END $$;

-- Where the vendor's people work: asked by the door alone, so that a vendor's own connection does not learn even the number.
CREATE FUNCTION door.workspaces_of_vendor(p_session_hash bytea) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(p_session_hash);
BEGIN
    RETURN QUERY SELECT DISTINCT m.workspace_id FROM commons.person p JOIN commons.membership m ON m.person_id = p.person_id
                 WHERE p.vendor_id = mine.vendor_id;
END $$;

-- Somebody new of the vendor's, with an account of their own, into which clients' invitations can be taken.
CREATE FUNCTION door.supply(p_session_hash bytea, p_person uuid, p_body bytea, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(p_session_hash);
BEGIN
    INSERT INTO commons.person (person_id, body, vendor_id) VALUES (p_person, p_body, mine.vendor_id);
    INSERT INTO commons.invitation (link_hash, person_id, audience, expires_at)
    VALUES (p_link_hash, p_person, 'annotator', now() + make_interval(secs => p_valid_seconds));
END $$;

-- Somebody is the vendor's no longer: they come in no more, by no link, key or code, from this commit on. Says whether there was
-- such a one; twice changes nothing.
CREATE FUNCTION door.end_supplied(p_session_hash bytea, p_person uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine  commons.vendor := sec.vendor_of(p_session_hash);
    one   commons.session;
BEGIN
    PERFORM FROM commons.person p WHERE p.person_id = p_person AND p.vendor_id = mine.vendor_id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE commons.person p SET vendor_ended_at = now() WHERE p.person_id = p_person AND p.vendor_ended_at IS NULL;
    FOR one IN UPDATE commons.session s SET revoked_at = now()
               WHERE s.person_id = p_person AND s.revoked_at IS NULL RETURNING s.* LOOP
        PERFORM door.note(p_person, 'ended', NULL, '', '', one.session_id);
    END LOOP;
    RETURN true;
END $$;

-- Says something of one of the vendor's own people, until when. Whether there was such a one.
CREATE FUNCTION door.attest_supplied(p_session_hash bytea, p_person uuid, p_country text, p_clearance smallint, p_ends_at timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(p_session_hash);
BEGIN
    INSERT INTO commons.attestation (person_id, country, clearance, attested_by, ends_at)
    SELECT p.person_id, p_country, p_clearance, mine.vendor_id, p_ends_at FROM commons.person p
    WHERE p.person_id = p_person AND p.vendor_id = mine.vendor_id AND p.vendor_ended_at IS NULL;
    RETURN FOUND;
END $$;

-- The same as the operator, of anybody.
CREATE FUNCTION door.attest(p_person uuid, p_country text, p_clearance smallint, p_ends_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO commons.attestation (person_id, country, clearance, ends_at)
    SELECT p.person_id, p_country, p_clearance, p_ends_at FROM commons.person p WHERE p.person_id = p_person;
    RETURN FOUND;
END $$;
