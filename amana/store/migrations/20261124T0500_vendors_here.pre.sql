-- People of one vendor may err together: where the engine decides whom to ask, it asks people of several while there are any.
SET LOCAL ROLE amana_owner;
GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
-- Which vendor brought whom, inside the walls that were entered; who came by themselves is not among them.
CREATE FUNCTION sec.brought_here() RETURNS TABLE (pseudonym uuid, vendor_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT m.pseudonym, p.vendor_id FROM commons.membership m JOIN commons.person p ON p.person_id = m.person_id
                 WHERE m.workspace_id = sec.workspace() AND p.vendor_id IS NOT NULL;
END $$;
REVOKE EXECUTE ON FUNCTION sec.brought_here FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.brought_here TO amana_engine;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
