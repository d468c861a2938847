-- The neutrality record: public and signed, so nothing of it is sealed and it lies with the machinery. One operator proposes a
-- declaration, another approves; then it is announced for good.
SET LOCAL ROLE amana_owner;

CREATE TABLE machinery.neutrality (
    number        int PRIMARY KEY CHECK (number >= 1),
    body          bytea NOT NULL,  -- the signed entry as JSON
    announced_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON machinery.neutrality FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

CREATE TABLE machinery.neutrality_proposal (
    proposal_id  uuid PRIMARY KEY,
    body         bytea NOT NULL,  -- the declaration as JSON
    proposed_by  uuid NOT NULL,
    proposed_at  timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '7 days',
    decided_by   uuid,
    decided_at   timestamptz,
    approved     boolean,
    CONSTRAINT a_decision_is_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CONSTRAINT a_second_person_approves CHECK (NOT coalesce(approved, false) OR decided_by <> proposed_by)
);
GRANT SELECT, INSERT ON machinery.neutrality TO amana_gate;
GRANT SELECT, INSERT ON machinery.neutrality_proposal TO amana_gate;
GRANT UPDATE (decided_by, decided_at, approved) ON machinery.neutrality_proposal TO amana_gate;
GRANT EXECUTE ON FUNCTION walled.refuse_change TO amana_gate;

ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed', 'identity_linked', 'identity_unlinked', 'operator_proposed', 'operator_approved', 'operator_declined',
                    'declaration_proposed', 'declaration_announced', 'declaration_declined'));

-- Up to which entry a client's leads have said that they read it.
ALTER TABLE walled.workspace ADD COLUMN neutrality_read int NOT NULL DEFAULT 0;
GRANT UPDATE (neutrality_read) ON walled.workspace TO amana_client;
