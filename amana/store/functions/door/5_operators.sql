-- ---- operators ------------------------------------------------------------------------------------------------------

-- The session of an operator who may act. Fails with no_session, passkey_needed.
CREATE FUNCTION door.operator(p_session_hash bytea) RETURNS commons.session
LANGUAGE plpgsql AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    IF bearer.audience <> 'operator' THEN
        PERFORM sec.fail('no_session');
    END IF;
    IF bearer.only_enrols THEN
        PERFORM sec.fail('passkey_needed');
    END IF;
    RETURN bearer;
END $$;

-- A new person who may become an operator by this link, and by nothing else. Where the id is somebody's already, nothing is said
-- and nothing done.
CREATE FUNCTION door.invite_operator(p_person uuid, p_body bytea, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO commons.person (person_id, body) VALUES (p_person, p_body) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO commons.invitation (link_hash, person_id, audience, expires_at)
    VALUES (p_link_hash, p_person, 'operator', now() + make_interval(secs => p_valid_seconds));
END $$;

-- On the machine itself, while there are fewer than two operators: one alone could have nobody approved. Says whether it did.
CREATE FUNCTION door.create_operator(p_person uuid, p_body bytea, p_link_hash bytea, p_valid_seconds int) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('operators', 5));
    IF (SELECT count(*) FROM commons.hat h WHERE h.audience = 'operator')
       + (SELECT count(*) FROM commons.invitation i WHERE i.audience = 'operator' AND i.redeemed_at IS NULL AND i.expires_at > now()) >= 2 THEN
        RETURN false;
    END IF;
    PERFORM door.invite_operator(p_person, p_body, p_link_hash, p_valid_seconds);
    RETURN true;
END $$;

CREATE FUNCTION door.propose_operator(p_session_hash bytea, p_proposal uuid, p_person uuid, p_body bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    INSERT INTO commons.operator_proposal (proposal_id, person_id, body, proposed_by) VALUES (p_proposal, p_person, p_body, bearer.person_id);
    PERFORM door.note(bearer.person_id, 'operator_proposed', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;

-- Decides what is open, once: anybody may decline, only a second person approve, whereby the invitation is made.
CREATE FUNCTION door.decide_operator(p_session_hash bytea, p_proposal uuid, p_approve boolean, p_link_hash bytea, p_valid_seconds int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer  commons.session := door.operator(p_session_hash);
    one     commons.operator_proposal;
BEGIN
    SELECT * INTO one FROM commons.operator_proposal o
    WHERE o.proposal_id = p_proposal AND o.decided_at IS NULL AND o.expires_at > now() FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.fail('proposal_not_found', json_build_object('proposal_id', p_proposal));
    END IF;
    IF p_approve AND one.proposed_by = bearer.person_id THEN
        PERFORM sec.fail('second_person_needed');
    END IF;
    UPDATE commons.operator_proposal o SET decided_by = bearer.person_id, decided_at = now(), approved = p_approve WHERE o.proposal_id = p_proposal;
    IF p_approve THEN
        PERFORM door.invite_operator(one.person_id, one.body, p_link_hash, p_valid_seconds);
    END IF;
    PERFORM door.note(bearer.person_id, CASE WHEN p_approve THEN 'operator_approved' ELSE 'operator_declined' END, NULL, bearer.browser,
                      bearer.system, bearer.session_id);
END $$;

CREATE FUNCTION door.operators(p_session_hash bytea) RETURNS TABLE (person_id uuid, body bytea, since timestamptz, mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    RETURN QUERY SELECT h.person_id, w.body, h.given_at, h.person_id = bearer.person_id
                 FROM commons.hat h JOIN commons.person w ON w.person_id = h.person_id WHERE h.audience = 'operator' ORDER BY h.given_at;
END $$;

-- What is open to decide, the oldest first.
CREATE FUNCTION door.proposals(p_session_hash bytea)
RETURNS TABLE (proposal_id uuid, person_id uuid, body bytea, proposed_at timestamptz, expires_at timestamptz, mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    RETURN QUERY SELECT o.proposal_id, o.person_id, o.body, o.proposed_at, o.expires_at, o.proposed_by = bearer.person_id
                 FROM commons.operator_proposal o WHERE o.decided_at IS NULL AND o.expires_at > now() ORDER BY o.proposed_at;
END $$;
