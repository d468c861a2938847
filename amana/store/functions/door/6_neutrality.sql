-- ---- the neutrality record ------------------------------------------------------------------------------------------

-- Every entry that was announced, the first one first: for anybody.
CREATE FUNCTION door.neutrality() RETURNS TABLE (body bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.body FROM machinery.neutrality n ORDER BY n.number
$$;

CREATE FUNCTION door.propose_declaration(p_session_hash bytea, p_proposal uuid, p_body bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    INSERT INTO machinery.neutrality_proposal (proposal_id, body, proposed_by) VALUES (p_proposal, p_body, bearer.person_id);
    PERFORM door.note(bearer.person_id, 'declaration_proposed', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;

-- What is open to decide, the oldest first.
CREATE FUNCTION door.declaration_proposals(p_session_hash bytea)
RETURNS TABLE (proposal_id uuid, body bytea, proposed_at timestamptz, expires_at timestamptz, mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    RETURN QUERY SELECT o.proposal_id, o.body, o.proposed_at, o.expires_at, o.proposed_by = bearer.person_id
                 FROM machinery.neutrality_proposal o WHERE o.decided_at IS NULL AND o.expires_at > now() ORDER BY o.proposed_at;
END $$;

-- What the entry must say that this proposal becomes: by whom, and after which entry. Fails with proposal_not_found,
-- second_person_needed.
CREATE FUNCTION door.declaration(p_session_hash bytea, p_proposal uuid)
RETURNS TABLE (body bytea, proposed_by uuid, approved_by uuid, last_number int, last_body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer  commons.session := door.operator(p_session_hash);
    one     machinery.neutrality_proposal;
BEGIN
    SELECT * INTO one FROM machinery.neutrality_proposal o
    WHERE o.proposal_id = p_proposal AND o.decided_at IS NULL AND o.expires_at > now();
    IF NOT FOUND THEN
        PERFORM sec.fail('proposal_not_found', json_build_object('proposal_id', p_proposal));
    END IF;
    IF one.proposed_by = bearer.person_id THEN
        PERFORM sec.fail('second_person_needed');
    END IF;
    RETURN QUERY SELECT one.body, one.proposed_by, bearer.person_id, n.number, n.body
                 FROM (VALUES (1)) AS always LEFT JOIN (
                     SELECT x.number, x.body FROM machinery.neutrality x ORDER BY x.number DESC LIMIT 1) n ON true;
END $$;

-- Announces the signed entry of a proposal under that number; no row if another one took the number meanwhile.
CREATE FUNCTION door.announce(p_session_hash bytea, p_proposal uuid, p_number int, p_body bytea) RETURNS TABLE (number int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('neutrality', 5));
    IF p_number <> coalesce((SELECT max(n.number) FROM machinery.neutrality n), 0) + 1 THEN
        RETURN;
    END IF;
    UPDATE machinery.neutrality_proposal o SET decided_by = bearer.person_id, decided_at = now(), approved = true
    WHERE o.proposal_id = p_proposal AND o.decided_at IS NULL AND o.expires_at > now() AND o.proposed_by <> bearer.person_id;
    IF NOT FOUND THEN
        PERFORM sec.fail('proposal_not_found', json_build_object('proposal_id', p_proposal));
    END IF;
    INSERT INTO machinery.neutrality (number, body) VALUES (p_number, p_body);
    PERFORM door.note(bearer.person_id, 'declaration_announced', NULL, bearer.browser, bearer.system, bearer.session_id);
    RETURN QUERY SELECT p_number;
END $$;

CREATE FUNCTION door.decline_declaration(p_session_hash bytea, p_proposal uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.operator(p_session_hash);
BEGIN
    UPDATE machinery.neutrality_proposal o SET decided_by = bearer.person_id, decided_at = now(), approved = false
    WHERE o.proposal_id = p_proposal AND o.decided_at IS NULL AND o.expires_at > now();
    IF NOT FOUND THEN
        PERFORM sec.fail('proposal_not_found', json_build_object('proposal_id', p_proposal));
    END IF;
    PERFORM door.note(bearer.person_id, 'declaration_declined', NULL, bearer.browser, bearer.system, bearer.session_id);
END $$;
