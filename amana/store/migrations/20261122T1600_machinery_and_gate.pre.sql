-- Machinery (neither content nor people) and the gate: the functions that say who asks and inside which walls.
SET LOCAL ROLE amana_owner;

CREATE SCHEMA machinery;
CREATE SCHEMA commons;
CREATE SCHEMA walled;
CREATE SCHEMA sec;
CREATE SCHEMA dispatch;

-- Nothing is executable by PUBLIC unless a line says so.
SET LOCAL ROLE amana_gate;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET LOCAL ROLE amana_dispatch;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET LOCAL ROLE amana_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE machinery.migration (
    name        text PRIMARY KEY,
    sha256      bytea NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now()
);

-- One row: the key file this database was made with, and the padded halves of the key that signs scope tokens.
CREATE TABLE machinery.installation (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    fingerprint  bytea NOT NULL,
    inner_key    bytea NOT NULL CHECK (length(inner_key) = 64),
    outer_key    bytea NOT NULL CHECK (length(outer_key) = 64)
);

GRANT USAGE ON SCHEMA machinery TO amana_gate;
GRANT SELECT (inner_key, outer_key) ON machinery.installation TO amana_gate;

-- ---- commons: people and the installation; never content, never a client's name ------------------------------------

CREATE TABLE commons.person (
    person_id   uuid PRIMARY KEY,
    body        bytea NOT NULL,  -- sealed: the name and what else a profile holds
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE commons.membership (
    workspace_id   uuid NOT NULL,
    pseudonym      uuid NOT NULL,
    person_id      uuid NOT NULL REFERENCES commons.person,
    last_shown_at  timestamptz,
    PRIMARY KEY (workspace_id, person_id),
    UNIQUE (workspace_id, pseudonym)
);

CREATE TABLE commons.session (
    session_hash  bytea PRIMARY KEY CHECK (length(session_hash) = 32),
    person_id     uuid NOT NULL REFERENCES commons.person,
    audience      text NOT NULL CHECK (audience IN ('annotator', 'client', 'auditor', 'operator')),
    workspace_id  uuid,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    CONSTRAINT an_annotator_works_across_workspaces CHECK ((audience IN ('annotator', 'operator')) = (workspace_id IS NULL))
);

CREATE TABLE commons.credential (
    key_hash      bytea PRIMARY KEY CHECK (length(key_hash) = 32),
    key_id        uuid NOT NULL UNIQUE,
    workspace_id  uuid NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at    timestamptz
);

CREATE TABLE commons.invitation (
    link_hash     bytea PRIMARY KEY CHECK (length(link_hash) = 32),
    person_id     uuid NOT NULL REFERENCES commons.person,
    audience      text NOT NULL CHECK (audience IN ('annotator', 'client', 'auditor', 'operator')),
    workspace_id  uuid,
    project_id    uuid,
    expires_at    timestamptz NOT NULL,
    redeemed_at   timestamptz
);

-- What a person's queue over all clients is read from, and how a project's walls are found by its id.
CREATE TABLE commons.offer (
    project_id    uuid PRIMARY KEY,
    workspace_id  uuid NOT NULL
);

ALTER TABLE commons.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.person FORCE ROW LEVEL SECURITY;
ALTER TABLE commons.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.membership FORCE ROW LEVEL SECURITY;
ALTER TABLE commons.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.session FORCE ROW LEVEL SECURITY;
ALTER TABLE commons.credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.credential FORCE ROW LEVEL SECURITY;
ALTER TABLE commons.invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE commons.offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.offer FORCE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA commons TO amana_gate, amana_dispatch, amana_client, amana_operator;

-- ---- the gate -------------------------------------------------------------------------------------------------------

GRANT USAGE, CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- How a database function refuses: `code` is that of an error in amana/model/errors.py, `facts` are its fields.
CREATE FUNCTION sec.fail(code text, facts json DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'AM001', MESSAGE = code, DETAIL = facts::text;
END $$;

-- The verified fields of this transaction's scope token: audience, workspace, subject, expiry; NULL without a token.
-- The policy itself checks the HMAC, because an injected statement can call set_config but has no key.
CREATE FUNCTION sec.scope() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token   text := nullif(current_setting('amana.scope', true), '');
    claim   text;
    fields  text[];
    keys    record;
BEGIN
    IF token IS NULL THEN
        RETURN NULL;
    END IF;
    claim := split_part(token, '.', 1);
    SELECT i.inner_key, i.outer_key INTO keys FROM machinery.installation i;
    IF encode(sha256(keys.outer_key || sha256(keys.inner_key || convert_to(claim, 'UTF8'))), 'hex')
       IS DISTINCT FROM split_part(token, '.', 2) THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    fields := string_to_array(claim, '|');
    -- A token minted for one audience is worth nothing on another audience's connection, nor after its minute.
    IF session_user <> 'amana_' || fields[1] OR to_timestamp(fields[4]::double precision) < now() THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    RETURN fields;
END $$;

CREATE FUNCTION sec.workspace() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN nullif((sec.scope())[2], '')::uuid;
END $$;

CREATE FUNCTION sec.subject() RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN decode((sec.scope())[3], 'hex');
END $$;

GRANT EXECUTE ON FUNCTION sec.fail, sec.scope, sec.workspace, sec.subject TO amana_dispatch, amana_client, amana_auditor, amana_operator, amana_engine;

-- Who bears this session or key. No row: no one.
CREATE FUNCTION sec.authenticate(p_hash bytea) RETURNS TABLE (audience text, workspace_id uuid, actor text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.audience, s.workspace_id, s.person_id::text FROM commons.session s
    WHERE s.session_hash = p_hash AND s.revoked_at IS NULL AND s.expires_at > now()
    UNION ALL
    SELECT 'client', c.workspace_id, 'key ' || c.key_id FROM commons.credential c
    WHERE c.key_hash = p_hash AND c.revoked_at IS NULL
$$;

-- Exchange a one-time link for a session, once.
CREATE FUNCTION sec.redeem(p_link_hash bytea, p_session_hash bytea, p_session_seconds int)
RETURNS TABLE (audience text, project_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    invited commons.invitation;
BEGIN
    UPDATE commons.invitation i SET redeemed_at = now()
    WHERE i.link_hash = p_link_hash AND i.redeemed_at IS NULL AND i.expires_at > now()
    RETURNING * INTO invited;
    IF NOT FOUND THEN
        PERFORM sec.fail('link_spent');
    END IF;
    INSERT INTO commons.session (session_hash, person_id, audience, workspace_id, expires_at)
    VALUES (p_session_hash, invited.person_id, invited.audience,
            CASE WHEN invited.audience IN ('annotator', 'operator') THEN NULL ELSE invited.workspace_id END,
            now() + make_interval(secs => p_session_seconds));
    RETURN QUERY SELECT invited.audience, invited.project_id;
END $$;

CREATE FUNCTION sec.end_session(p_session_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE commons.session SET revoked_at = now() WHERE session_hash = p_session_hash AND revoked_at IS NULL
$$;

CREATE FUNCTION sec.workspace_of(p_project_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.workspace_id FROM commons.offer o WHERE o.project_id = p_project_id
$$;

-- Every workspace that has a project: where the sweeps go.
CREATE FUNCTION sec.workspaces() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT o.workspace_id FROM commons.offer o
$$;

GRANT EXECUTE ON FUNCTION sec.authenticate, sec.redeem, sec.end_session, sec.workspace_of TO amana_door;
GRANT EXECUTE ON FUNCTION sec.workspaces TO amana_engine;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
GRANT USAGE ON SCHEMA sec TO amana_door, amana_dispatch, amana_client, amana_auditor, amana_operator, amana_engine;

-- ---- who may do what in the commons ----------------------------------------------------------------------------------

GRANT SELECT, INSERT ON commons.session TO amana_gate;
GRANT UPDATE (revoked_at) ON commons.session TO amana_gate;
GRANT SELECT ON commons.credential, commons.offer TO amana_gate;
GRANT SELECT, UPDATE ON commons.invitation TO amana_gate;
CREATE POLICY gate ON commons.session TO amana_gate USING (true) WITH CHECK (true);
CREATE POLICY gate ON commons.credential FOR SELECT TO amana_gate USING (true);
CREATE POLICY gate ON commons.offer FOR SELECT TO amana_gate USING (true);
CREATE POLICY gate ON commons.invitation TO amana_gate USING (true) WITH CHECK (true);

-- Dispatch sees the one session its caller came with, and the memberships of the workspace it works in.
GRANT SELECT ON commons.session, commons.membership TO amana_dispatch;
GRANT UPDATE (last_shown_at) ON commons.membership TO amana_dispatch;
CREATE POLICY dispatch ON commons.session FOR SELECT TO amana_dispatch USING (session_hash = (SELECT sec.subject()));
CREATE POLICY dispatch ON commons.membership TO amana_dispatch
    USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()));

-- A client invites people into its own workspace; it reads none of these tables.
GRANT INSERT ON commons.person, commons.membership, commons.invitation, commons.offer TO amana_client;
CREATE POLICY client ON commons.person FOR INSERT TO amana_client WITH CHECK ((SELECT sec.workspace()) IS NOT NULL);
CREATE POLICY client ON commons.membership FOR INSERT TO amana_client WITH CHECK (workspace_id = (SELECT sec.workspace()));
CREATE POLICY client ON commons.invitation FOR INSERT TO amana_client
    WITH CHECK (workspace_id = (SELECT sec.workspace()) AND audience <> 'operator');
CREATE POLICY client ON commons.offer FOR INSERT TO amana_client WITH CHECK (workspace_id = (SELECT sec.workspace()));

-- An operator opens workspaces and hands out their first keys and links.
GRANT INSERT ON commons.person, commons.invitation, commons.credential TO amana_operator;
CREATE POLICY operator ON commons.person FOR INSERT TO amana_operator WITH CHECK ((SELECT sec.workspace()) IS NOT NULL);
CREATE POLICY operator ON commons.invitation FOR INSERT TO amana_operator WITH CHECK (workspace_id = (SELECT sec.workspace()));
CREATE POLICY operator ON commons.credential FOR INSERT TO amana_operator WITH CHECK (workspace_id = (SELECT sec.workspace()));
