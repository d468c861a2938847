-- ---- an invitation, before it is accepted and into an account that is there --------------------------------------------

-- What a link that is still good is for, without spending it; no row for any other. `has_account`: somebody came in as this person
-- before, and no other account can take it in.
CREATE FUNCTION door.look(p_link_hash bytea) RETURNS TABLE (audience text, workspace_id uuid, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.audience, i.workspace_id, EXISTS (SELECT FROM commons.hat h WHERE h.person_id = i.person_id) FROM commons.invitation i
    WHERE i.link_hash = p_link_hash AND i.redeemed_at IS NULL AND i.expires_at > now()
$$;

-- The membership that a link invites to becomes the bearer's own, and their pseudonym and label there are those of the invitation.
-- No row: the link is spent, has lapsed, or never was. Fails with already_in_workspace, link_has_account; the link then stays good.
CREATE FUNCTION door.take_in(p_session_hash bytea, p_link_hash bytea) RETURNS TABLE (project_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer   commons.session := door.bearer(p_session_hash);
    invited  commons.invitation;
BEGIN
    IF bearer.audience <> 'annotator' THEN
        PERFORM sec.fail('no_session');
    END IF;
    UPDATE commons.invitation i SET redeemed_at = now()
    WHERE i.link_hash = p_link_hash AND i.redeemed_at IS NULL AND i.expires_at > now()
    RETURNING * INTO invited;
    IF NOT FOUND THEN
        PERFORM door.note(bearer.person_id, 'refused', 'link', bearer.browser, bearer.system, NULL);
        RETURN;
    END IF;
    IF invited.audience <> 'annotator' OR invited.workspace_id IS NULL THEN
        PERFORM sec.fail('link_has_account');
    END IF;
    IF EXISTS (SELECT FROM commons.membership m WHERE m.workspace_id = invited.workspace_id AND m.person_id = bearer.person_id) THEN
        PERFORM sec.fail('already_in_workspace');
    END IF;
    -- Another link of the same person can't be made from here on, and those that were made are spent: whoever is redeeming one at
    -- this moment has come in once this statement is through, and is seen by the next.
    PERFORM FROM commons.membership m WHERE m.workspace_id = invited.workspace_id AND m.person_id = invited.person_id FOR UPDATE;
    UPDATE commons.invitation i SET redeemed_at = now() WHERE i.person_id = invited.person_id AND i.redeemed_at IS NULL;
    IF EXISTS (SELECT FROM commons.hat h WHERE h.person_id = invited.person_id) THEN
        PERFORM sec.fail('link_has_account');
    END IF;
    UPDATE commons.membership m SET person_id = bearer.person_id
    WHERE m.workspace_id = invited.workspace_id AND m.person_id = invited.person_id;
    PERFORM door.note(bearer.person_id, 'joined', 'link', bearer.browser, bearer.system, bearer.session_id);
    RETURN QUERY SELECT invited.project_id;
END $$;
