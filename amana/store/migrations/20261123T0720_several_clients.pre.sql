-- One person, several clients: a membership may be taken into an account that is there already, and the label its workspace gave stays
-- that workspace's own. A client's name is shown to annotators where the client says so.
SET LOCAL ROLE amana_owner;

-- Whose row holds the label of this workspace: the person that its invitation made, whoever works under the pseudonym.
ALTER TABLE commons.membership ADD COLUMN label_person uuid REFERENCES commons.person;
GRANT UPDATE (person_id, label_person) ON commons.membership TO amana_gate;
SET LOCAL ROLE amana_gate;
UPDATE commons.membership SET label_person = person_id;
SET LOCAL ROLE amana_owner;
ALTER TABLE commons.membership ALTER COLUMN label_person SET NOT NULL;
CREATE INDEX membership_person ON commons.membership (person_id);
CREATE INDEX invitation_person ON commons.invitation (person_id);
REVOKE UPDATE (label_person) ON commons.membership FROM amana_gate;

-- A lead reads the labels of their own workspace and no other row of a person's.
ALTER POLICY dispatch ON commons.person USING (person_id IN (
    SELECT m.label_person FROM commons.membership m WHERE m.workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid)));

ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed', 'identity_linked', 'identity_unlinked', 'operator_proposed', 'operator_approved', 'operator_declined',
                    'declaration_proposed', 'declaration_announced', 'declaration_declined', 'off_boarded',
                    'operator_ended', 'joined'));

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;
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
        INSERT INTO commons.membership (workspace_id, pseudonym, person_id, label_person) VALUES (ws, p_pseudonym, p_person, p_person);
    END IF;
END $$;
SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;

-- ---- a client's name ------------------------------------------------------------------------------------------------

ALTER TABLE walled.workspace ADD COLUMN shows_name boolean NOT NULL DEFAULT false;
GRANT UPDATE (shows_name) ON walled.workspace TO amana_client;
GRANT SELECT ON walled.workspace TO amana_dispatch;
