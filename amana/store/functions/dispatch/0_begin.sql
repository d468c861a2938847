-- The hot path: what an annotator's connection may do, and all it may do. Owned by amana_dispatch, whose policies hold
-- it inside the workspace that was entered; audience roles have EXECUTE and nothing else. The files of this folder are one
-- text, applied whole whenever it changes (see store/migrate.py).
--
-- Every function that a login role may execute is SECURITY DEFINER, pins its search path and begins by entering; the
-- functions it calls run inside that. They are plpgsql: one in SQL could be left half read while its caller does something else.
-- Locks are NO KEY UPDATE: the foreign keys of assignments and notes take KEY SHARE on the same row and must not wait.
DO $$
DECLARE
    old regprocedure;
BEGIN
    SET LOCAL ROLE amana_dispatch;
    FOR old IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'dispatch'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || old;
    END LOOP;
    DROP TYPE IF EXISTS dispatch.answer;
END $$;
SET LOCAL ROLE amana_owner;
GRANT USAGE, CREATE ON SCHEMA dispatch TO amana_dispatch;
SET LOCAL ROLE amana_dispatch;
