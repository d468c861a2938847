-- Two persons for operator rights: one operator proposes somebody, another one approves.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed', 'identity_linked', 'identity_unlinked', 'operator_proposed', 'operator_approved', 'operator_declined'));

CREATE TABLE commons.operator_proposal (
    proposal_id  uuid PRIMARY KEY,
    person_id    uuid NOT NULL UNIQUE,  -- who they will be; there is no such person before the approval
    body         bytea NOT NULL,        -- sealed: what they are called
    proposed_by  uuid NOT NULL REFERENCES commons.person,
    proposed_at  timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '7 days',
    decided_by   uuid REFERENCES commons.person,
    decided_at   timestamptz,
    approved     boolean,
    CONSTRAINT a_decision_is_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CONSTRAINT a_second_person_approves CHECK (NOT coalesce(approved, false) OR decided_by <> proposed_by)
);
ALTER TABLE commons.operator_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.operator_proposal FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON commons.operator_proposal TO amana_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON commons.operator_proposal TO amana_gate;
GRANT UPDATE (decided_by, decided_at, approved) ON commons.operator_proposal TO amana_gate;

-- Operators are persons of no workspace: the gate, which alone makes them, reads what they are called for other operators.
GRANT SELECT, INSERT ON commons.person TO amana_gate;
DROP POLICY gate ON commons.person;
CREATE POLICY gate ON commons.person TO amana_gate USING (true) WITH CHECK (true);
GRANT INSERT ON commons.invitation TO amana_gate;
