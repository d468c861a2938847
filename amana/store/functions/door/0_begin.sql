-- The front door: who bears a session or key, coming in, and what a person may see and end of their own account. Owned by
-- amana_gate, which sees sessions and keys and no task. What comes in are hashes: a secret never meets the database. The files
-- of this folder are one text, applied whole whenever it changes (see store/migrate.py).
--
-- A refusal that must leave a row in the trail is an answer without rows, not an error: an error would take the row back.
DO $$
DECLARE
    old regprocedure;
BEGIN
    SET LOCAL ROLE amana_gate;
    FOR old IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'door'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;
SET LOCAL ROLE amana_owner;
GRANT USAGE, CREATE ON SCHEMA door TO amana_gate;
SET LOCAL ROLE amana_gate;
