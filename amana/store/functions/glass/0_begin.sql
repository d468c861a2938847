-- Break-glass: what an operator asks, a lead decides, and the operator then reads; and the workspaces in numbers. Owned by amana_glass,
-- whose policies hold it inside the workspace that was entered. Whoever reads content here enters by a request of their own that
-- lives at this moment by the database's clock, and leaves a row of the access log in the same commit. The files of this folder are
-- one text, applied whole whenever it changes (see store/migrate.py).
DO $$
DECLARE
    old regprocedure;
BEGIN
    SET LOCAL ROLE amana_glass;
    FOR old IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'glass'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
END $$;
SET LOCAL ROLE amana_owner;
GRANT USAGE, CREATE ON SCHEMA glass TO amana_glass;
SET LOCAL ROLE amana_glass;
