-- Vendors come in: an audience of their own, which reads nothing but the vendor's own people.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.session DROP CONSTRAINT session_audience_check, DROP CONSTRAINT an_annotator_works_across_workspaces;
ALTER TABLE commons.session
    ADD CONSTRAINT session_audience_check CHECK (audience IN ('annotator', 'client', 'auditor', 'operator', 'vendor')),
    ADD CONSTRAINT an_annotator_works_across_workspaces CHECK ((audience IN ('annotator', 'operator', 'vendor')) = (workspace_id IS NULL));
ALTER TABLE commons.hat DROP CONSTRAINT hat_audience_check, DROP CONSTRAINT an_annotator_works_across_workspaces;
ALTER TABLE commons.hat
    ADD CONSTRAINT hat_audience_check CHECK (audience IN ('annotator', 'client', 'auditor', 'operator', 'vendor')),
    ADD CONSTRAINT an_annotator_works_across_workspaces CHECK ((audience IN ('annotator', 'operator', 'vendor')) = (workspace_id IS NULL));
ALTER TABLE commons.invitation DROP CONSTRAINT invitation_audience_check;
ALTER TABLE commons.invitation ADD CONSTRAINT invitation_audience_check
    CHECK (audience IN ('annotator', 'client', 'auditor', 'operator', 'vendor'));

GRANT UPDATE (vendor_ended_at) ON commons.person TO amana_gate;
GRANT USAGE ON SCHEMA sec, door, dispatch TO amana_vendor;

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
-- The vendor whose manager bears this session. Fails with no_session, passkey_needed.
CREATE FUNCTION sec.vendor_of(p_session_hash bytea) RETURNS commons.vendor
LANGUAGE plpgsql STABLE AS $$
DECLARE
    bearer  commons.session;
    mine    commons.vendor;
BEGIN
    SELECT * INTO bearer FROM commons.session s WHERE s.session_hash = p_session_hash AND s.audience = 'vendor' AND sec.lives(s);
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    END IF;
    IF bearer.only_enrols THEN
        PERFORM sec.fail('passkey_needed');
    END IF;
    SELECT * INTO mine FROM commons.vendor v WHERE v.manager_id = bearer.person_id;
    RETURN mine;
END $$;

-- The people of the vendor that asks, as they are known inside the walls that were entered.
CREATE FUNCTION sec.supplied() RETURNS TABLE (pseudonym uuid, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine commons.vendor := sec.vendor_of(sec.subject());
BEGIN
    RETURN QUERY SELECT m.pseudonym, m.person_id FROM commons.person p JOIN commons.membership m ON m.person_id = p.person_id
                 WHERE p.vendor_id = mine.vendor_id AND m.workspace_id = sec.workspace();
END $$;
GRANT EXECUTE ON FUNCTION sec.supplied TO amana_dispatch;
GRANT EXECUTE ON FUNCTION sec.scope, sec.workspace, sec.subject, sec.fail TO amana_vendor;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
