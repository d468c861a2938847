-- Off-boarding: of an annotator from a whole workspace, of a lab's own leads and auditors, of an operator.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.membership ADD COLUMN ended_at timestamptz;  -- off-boarded: nothing here is theirs any more but what they earned
GRANT UPDATE (ended_at) ON commons.membership TO amana_dispatch;

ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed', 'identity_linked', 'identity_unlinked', 'operator_proposed', 'operator_approved', 'operator_declined',
                    'declaration_proposed', 'declaration_announced', 'declaration_declined', 'off_boarded', 'operator_ended'));

-- Who is off-boarded loses the hat: no passkey, code or password of theirs opens a session here any more.
GRANT DELETE, UPDATE (given_at) ON commons.hat TO amana_gate;  -- to lock a row one must be allowed to change it
GRANT UPDATE (revoked_at) ON commons.credential TO amana_gate;
-- A lab's leads look after who else has access to it.
GRANT USAGE ON SCHEMA door TO amana_client;

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
DROP FUNCTION sec.enter_as_annotator(text);
-- `p_for_pay`: somebody who was off-boarded, too.
CREATE FUNCTION sec.enter_as_annotator(token text, p_for_pay boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    scope      text[] := sec.enter(token);
    bearer     uuid;
    me         uuid;
    last_used  timestamptz;
BEGIN
    SELECT s.person_id, m.pseudonym, s.last_used_at INTO bearer, me, last_used
    FROM commons.session s LEFT JOIN commons.membership m ON m.workspace_id = scope[2]::uuid AND m.person_id = s.person_id
                                                         AND (p_for_pay OR m.ended_at IS NULL)
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
GRANT EXECUTE ON FUNCTION sec.enter_as_annotator TO amana_dispatch;

-- As before, but where the person's id is somebody's already, nothing is said and nothing done: a conflict would tell.
CREATE OR REPLACE FUNCTION sec.join(p_person uuid, p_body bytea, p_pseudonym uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws  uuid := sec.workspace();
BEGIN
    IF ws IS NULL THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    INSERT INTO commons.person (person_id, body) VALUES (p_person, p_body) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO commons.membership (workspace_id, pseudonym, person_id) VALUES (ws, p_pseudonym, p_person);
    END IF;
END $$;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
