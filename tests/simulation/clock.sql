-- Time and chance of a simulated database: every function and default of the engine asks these instead of the machine.
CREATE SCHEMA simulated;
GRANT USAGE ON SCHEMA simulated TO PUBLIC;
CREATE TABLE simulated.clock (now timestamptz NOT NULL, seed bigint NOT NULL);
GRANT SELECT ON simulated.clock TO PUBLIC;
CREATE SEQUENCE simulated.drawn;
GRANT USAGE ON SEQUENCE simulated.drawn TO PUBLIC;

CREATE FUNCTION simulated.now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT c.now FROM simulated.clock c $$;
CREATE FUNCTION simulated.uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT md5(c.seed || ' ' || nextval('simulated.drawn'))::uuid FROM simulated.clock c
$$;
CREATE FUNCTION simulated.random() RETURNS double precision LANGUAGE sql VOLATILE AS $$
    SELECT (get_byte(uuid_send(u.drawn), 0) * 256 + get_byte(uuid_send(u.drawn), 1)) / 65536.0::double precision FROM (SELECT simulated.uuid() AS drawn) u
$$;

CREATE FUNCTION pg_temp.simulated(definition text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(definition,
        '\m(clock_timestamp|now)\(\)', 'simulated.now()', 'g'), '\mgen_random_uuid\(\)', 'simulated.uuid()', 'g'), '\mrandom\(\)', 'simulated.random()', 'g')
$$;
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT pg_get_functiondef(p.oid) AS definition FROM pg_proc p
               WHERE p.pronamespace IN ('dispatch'::regnamespace, 'walled'::regnamespace) ORDER BY p.oid LOOP
        IF pg_temp.simulated(one.definition) <> one.definition THEN
            EXECUTE pg_temp.simulated(one.definition);
        END IF;
    END LOOP;
    FOR one IN SELECT d.adrelid::regclass AS relation, a.attname, pg_get_expr(d.adbin, d.adrelid) AS expression
               FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
               JOIN pg_class c ON c.oid = d.adrelid AND c.relnamespace = 'walled'::regnamespace
               WHERE a.attgenerated = '' ORDER BY d.adrelid, d.adnum LOOP
        IF pg_temp.simulated(one.expression) <> one.expression THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', one.relation, one.attname, pg_temp.simulated(one.expression));
        END IF;
    END LOOP;
END $$;
