-- What the engine, a doctor's visit and "why" ask: is the schema current, do the sweeps run, is somebody signed in.
SET LOCAL ROLE amana_owner;

GRANT SELECT ON machinery.migration TO amana_gate;
GRANT SELECT (fingerprint) ON machinery.installation TO amana_gate;
GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- The migrations and function files that were applied.
CREATE FUNCTION sec.applied() RETURNS TABLE (name text, sha256 bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.name, m.sha256 FROM machinery.migration m
$$;

-- Which key file this database was made with; not a secret. NULL before the first migration ended.
CREATE FUNCTION sec.fingerprint() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.fingerprint FROM machinery.installation i
$$;

-- The last run of each sweep.
CREATE FUNCTION sec.sweep_runs() RETURNS TABLE (sweep text, started_at timestamptz, ended_at timestamptz, did bigint, failed text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.sweep, r.started_at, r.ended_at, r.did, r.failed FROM machinery.sweep_run r
$$;

-- When a sweep last ended; to a client, who waits for it, and nothing of what it did for others.
CREATE FUNCTION sec.sweep_ended(p_sweep text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.ended_at FROM machinery.sweep_run r WHERE r.sweep = p_sweep
$$;

-- Whether a member of the workspace is signed in anywhere, and when a task of the workspace was last on their page. No time
-- of a session: it may have been opened by the link of another client.
CREATE FUNCTION sec.presence(p_pseudonym uuid) RETURNS TABLE (signed_in boolean, last_shown_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM commons.session s
                   WHERE s.person_id = m.person_id AND s.audience = 'annotator' AND s.revoked_at IS NULL AND s.expires_at > now()),
           m.last_shown_at
    FROM commons.membership m WHERE m.workspace_id = sec.workspace() AND m.pseudonym = p_pseudonym
$$;

GRANT EXECUTE ON FUNCTION sec.applied, sec.fingerprint, sec.sweep_runs TO amana_operator;
GRANT EXECUTE ON FUNCTION sec.sweep_ended, sec.presence TO amana_client;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;

-- Where a person's own "why" lives, apart from the hot path: functions/explain/.
CREATE SCHEMA explain;
GRANT USAGE ON SCHEMA explain TO amana_annotator;
-- A lead's "why" counts the tasks that are meant for somebody.
GRANT SELECT ON walled.returned TO amana_client;
