-- The hot path verifies its scope token once, on entering; settling finds what is ripe by time.
SET LOCAL ROLE amana_owner;

-- ---- entering -------------------------------------------------------------------------------------------------------

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
-- Verifies the token and remembers its walls for the policies of the hot path. Nobody logs in as amana_dispatch: its
-- policies are asked only inside its own functions, each of which begins here, so what a caller set before is overwritten.
CREATE FUNCTION sec.enter(token text) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said   text := set_config('amana.scope', token, true);
    scope  text[] := sec.scope();
BEGIN
    IF scope IS NULL THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    said := set_config('amana.entered', scope[2], true);
    RETURN scope;
END $$;

-- The same for an annotator's token, in one look: who bears the session, and under which pseudonym they work in these walls.
CREATE FUNCTION sec.enter_as_annotator(token text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    scope   text[] := sec.enter(token);
    bearer  uuid;
    me      uuid;
BEGIN
    SELECT s.person_id, m.pseudonym INTO bearer, me
    FROM commons.session s LEFT JOIN commons.membership m ON m.workspace_id = scope[2]::uuid AND m.person_id = s.person_id
    WHERE s.session_hash = decode(scope[3], 'hex') AND s.audience = 'annotator' AND s.revoked_at IS NULL AND s.expires_at > now();
    IF NOT FOUND THEN
        PERFORM sec.fail('no_session');
    END IF;
    -- A device may have changed hands: what one person did is not another's to send.
    IF scope[5] NOT IN ('', bearer::text) THEN
        PERFORM sec.fail('other_person');
    END IF;
    RETURN me;
END $$;
GRANT EXECUTE ON FUNCTION sec.enter, sec.enter_as_annotator TO amana_dispatch;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;

DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT schemaname, tablename, cmd FROM pg_policies
               WHERE policyname = 'dispatch' AND (schemaname = 'walled' OR tablename = 'membership') LOOP
        EXECUTE format(
            'ALTER POLICY dispatch ON %I.%I USING (workspace_id = (SELECT nullif(current_setting(''amana.entered'', true), '''')::uuid))'
            ' WITH CHECK (workspace_id = (SELECT nullif(current_setting(''amana.entered'', true), '''')::uuid))',
            one.schemaname, one.tablename);
    END LOOP;
END $$;
DROP POLICY dispatch ON commons.session;
REVOKE SELECT ON commons.session FROM amana_dispatch;
ALTER POLICY dispatch ON commons.person USING (person_id IN (
    SELECT m.person_id FROM commons.membership m WHERE m.workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid)));
ALTER POLICY dispatch ON commons.invitation WITH CHECK (
    workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid) AND audience = 'annotator');

-- ---- the log's commitment -----------------------------------------------------------------------------------------

-- The same bytes as walled.log_commitment gives, written out where they are needed: a query over the fields costs more
-- than the hash.
CREATE OR REPLACE FUNCTION walled.commit_log_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    field    text;
    bytes    bytea;
    encoded  bytea;
BEGIN
    NEW.at := clock_timestamp();
    NEW.salt := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    encoded := NEW.salt;
    FOREACH field IN ARRAY ARRAY[
        NEW.workspace_id::text, NEW.kind, NEW.actor, coalesce(NEW.project_id::text, ''), coalesce(NEW.task_id::text, ''),
        coalesce(NEW.assignment_id::text, ''), NEW.detail, (extract(epoch FROM NEW.at) * 1000000)::bigint::text] LOOP
        bytes := convert_to(field, 'UTF8');
        encoded := encoded || int4send(length(bytes)) || bytes;
    END LOOP;
    NEW.commitment := sha256(encoded);
    RETURN NEW;
END $$;

-- ---- settling -------------------------------------------------------------------------------------------------------

-- When the last needed answer can no longer be taken back. The sweep reads due tasks in this order and looks at no other.
ALTER TABLE walled.task ADD COLUMN ripe_at timestamptz;
-- Forced row security binds the owner too, who has no walls: an UPDATE would find nothing without this.
ALTER TABLE walled.task NO FORCE ROW LEVEL SECURITY;
UPDATE walled.task SET ripe_at = now() WHERE due;
ALTER TABLE walled.task FORCE ROW LEVEL SECURITY;
DROP INDEX walled.task_due;
CREATE INDEX task_ripe ON walled.task (workspace_id, ripe_at) WHERE due;
GRANT UPDATE (ripe_at) ON walled.task TO amana_dispatch;

-- ---- notes of what came back ----------------------------------------------------------------------------------------

-- The note of a task that closes is left to the sweep: nearly every claim closes a task, and hardly any has a note.
CREATE OR REPLACE FUNCTION walled.note_returned_slot() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO walled.returned (workspace_id, project_id, task_id)
    VALUES (NEW.workspace_id, NEW.project_id, NEW.task_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
DROP TRIGGER note_returned_slot ON walled.task;
CREATE TRIGGER note_returned_slot AFTER UPDATE OF slots, state ON walled.task FOR EACH ROW
    WHEN (NEW.open AND NEW.slots > OLD.slots) EXECUTE FUNCTION walled.note_returned_slot();
