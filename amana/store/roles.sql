-- The roles, made by the migrator, who may act as each NOLOGIN one while it migrates and never otherwise.
--   amana_owner     owns schemas and tables; no login
--   amana_gate      owns the functions of schema sec: reads scope keys and credentials; no login
--   amana_dispatch  owns the functions of schema dispatch: the hot path of annotators; no login
--   amana_glass     owns the functions of schema glass: what an operator reads under a break-glass that lives; no login
--   the others      one login an audience; owners of nothing
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['amana_owner', 'amana_gate', 'amana_dispatch', 'amana_glass'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
        EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT FALSE', role_name, current_user);
    END LOOP;
    FOREACH role_name IN ARRAY ARRAY['amana_door', 'amana_annotator', 'amana_client', 'amana_auditor', 'amana_operator', 'amana_engine'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
    END LOOP;
END $$;

DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO amana_owner', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO amana_client, amana_engine', current_database());  -- COPY goes through a staging table
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO amana_door, amana_annotator, amana_client, amana_auditor, amana_operator, amana_engine', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
