-- A client's connection adds people and offers to the commons by function alone: as rows, it could make somebody else's person a
-- member of its own walls and read the label they go by elsewhere, and learn from a conflict that a project is there.
SET LOCAL ROLE amana_owner;
DROP POLICY client ON commons.person;
DROP POLICY client ON commons.membership;
DROP POLICY client ON commons.offer;
REVOKE INSERT ON commons.person, commons.membership, commons.offer FROM amana_client;

DROP POLICY gate ON commons.membership;
CREATE POLICY gate ON commons.membership TO amana_gate USING (true) WITH CHECK (true);
CREATE POLICY gate ON commons.person FOR INSERT TO amana_gate WITH CHECK (true);
GRANT INSERT ON commons.membership, commons.person TO amana_gate;

GRANT INSERT, SELECT ON commons.offer TO amana_dispatch;
CREATE POLICY dispatch ON commons.offer TO amana_dispatch
    USING (workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid))
    WITH CHECK (workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid));

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
-- Makes a new person, who works under a pseudonym in the workspace whose scope this is.
CREATE FUNCTION sec.join(p_person uuid, p_body bytea, p_pseudonym uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := sec.workspace();
BEGIN
    IF ws IS NULL THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    INSERT INTO commons.person (person_id, body) VALUES (p_person, p_body);
    INSERT INTO commons.membership (workspace_id, pseudonym, person_id) VALUES (ws, p_pseudonym, p_person);
END $$;
GRANT EXECUTE ON FUNCTION sec.join TO amana_client;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
