-- Sessions that their bearer can list and end, that lapse when nobody uses them, and the trail of what happened with an account.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.session
    ADD COLUMN session_id    uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN opened_by     text NOT NULL DEFAULT 'link' CHECK (opened_by IN ('link')),
    -- Families, never versions: enough to know one's own device again, not enough to tell people apart.
    ADD COLUMN browser       text NOT NULL DEFAULT '' CHECK (length(browser) <= 20),
    ADD COLUMN system        text NOT NULL DEFAULT '' CHECK (length(system) <= 20),
    ADD COLUMN last_used_at  timestamptz NOT NULL DEFAULT now(),  -- to some minutes: see sec.used
    ADD COLUMN idle_seconds  int NOT NULL DEFAULT 604800 CHECK (idle_seconds > 0);
CREATE INDEX session_person ON commons.session (person_id, created_at);

-- What happened with whose account; `person_id` is NULL where nobody was recognised. No words of anybody's.
CREATE TABLE commons.account_event (
    event_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id   uuid REFERENCES commons.person,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind        text NOT NULL CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended')),
    method      text CHECK (method IN ('link')),
    browser     text NOT NULL DEFAULT '' CHECK (length(browser) <= 20),
    system      text NOT NULL DEFAULT '' CHECK (length(system) <= 20),
    session_id  uuid
);
CREATE INDEX account_event_person ON commons.account_event (person_id, event_no);
CREATE INDEX account_event_unrecognised ON commons.account_event (at) WHERE person_id IS NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commons.account_event FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
ALTER TABLE commons.account_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.account_event FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON commons.account_event TO amana_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON commons.account_event TO amana_gate;
GRANT UPDATE (last_used_at) ON commons.session TO amana_gate;

-- ---- the gate -------------------------------------------------------------------------------------------------------

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- Whether a session still opens anything.
CREATE FUNCTION sec.lives(s commons.session) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT s.revoked_at IS NULL AND s.expires_at > now() AND s.last_used_at + make_interval(secs => s.idle_seconds) > now()
$$;

-- Remembers that a session is used: once in ten minutes, so that an answer does not cost a write more.
CREATE FUNCTION sec.used(p_session_hash bytea, p_last_used_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_last_used_at < now() - interval '10 minutes' THEN
        -- Where somebody else is noting it just now, nothing waits: what has a session's row might be waiting for this.
        UPDATE commons.session s SET last_used_at = now()
        WHERE s.session_hash = (SELECT x.session_hash FROM commons.session x WHERE x.session_hash = p_session_hash
                                AND x.last_used_at < now() - interval '10 minutes' FOR NO KEY UPDATE SKIP LOCKED);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.enter_as_annotator(token text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    scope      text[] := sec.enter(token);
    bearer     uuid;
    me         uuid;
    last_used  timestamptz;
BEGIN
    SELECT s.person_id, m.pseudonym, s.last_used_at INTO bearer, me, last_used
    FROM commons.session s LEFT JOIN commons.membership m ON m.workspace_id = scope[2]::uuid AND m.person_id = s.person_id
    WHERE s.session_hash = decode(scope[3], 'hex') AND s.audience = 'annotator' AND sec.lives(s);
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    END IF;
    -- A device may have changed hands: what one person did is not another's to send.
    IF scope[5] NOT IN ('', bearer::text) THEN
        PERFORM sec.fail('other_person');
    END IF;
    PERFORM sec.used(decode(scope[3], 'hex'), last_used);
    RETURN me;
END $$;

CREATE OR REPLACE FUNCTION sec.presence(p_pseudonym uuid) RETURNS TABLE (signed_in boolean, last_shown_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM commons.session s WHERE s.person_id = m.person_id AND s.audience = 'annotator' AND sec.lives(s)),
           m.last_shown_at
    FROM commons.membership m WHERE m.workspace_id = sec.workspace() AND m.pseudonym = p_pseudonym
$$;

-- These moved to functions/door/.
DROP FUNCTION sec.authenticate, sec.redeem, sec.end_session, sec.workspaces_of_session;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;

-- Where people come in and look after their own account; owned by the gate, called by the door.
CREATE SCHEMA door;
GRANT USAGE ON SCHEMA door TO amana_gate, amana_door, amana_operator;
