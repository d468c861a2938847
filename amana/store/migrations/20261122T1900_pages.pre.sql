-- What the pages read: which walls a person works in, the guideline, one's own statement.
SET LOCAL ROLE amana_owner;

GRANT SELECT ON commons.membership TO amana_gate;
CREATE POLICY gate ON commons.membership FOR SELECT TO amana_gate USING (true);
GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- The workspaces in which the bearer of an annotator's session works; none for any other session.
CREATE FUNCTION sec.workspaces_of_session(p_session_hash bytea) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.workspace_id FROM commons.session s JOIN commons.membership m ON m.person_id = s.person_id
    WHERE s.session_hash = p_session_hash AND s.audience = 'annotator' AND s.revoked_at IS NULL AND s.expires_at > now()
$$;
GRANT EXECUTE ON FUNCTION sec.workspaces_of_session TO amana_door;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
GRANT SELECT ON walled.guideline TO amana_dispatch;
CREATE INDEX annotation_person ON walled.annotation (workspace_id, pseudonym, submitted_at);
