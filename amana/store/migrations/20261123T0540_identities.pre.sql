-- Coming in by an organisation's own sign-in (OpenID Connect), for whoever linked it to an account they were invited to.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.session DROP CONSTRAINT session_opened_by_check;
ALTER TABLE commons.session ADD CONSTRAINT session_opened_by_check CHECK (opened_by IN ('link', 'passkey', 'code', 'password', 'identity'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_method_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_method_check
    CHECK (method IN ('link', 'passkey', 'code', 'password', 'identity'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed', 'identity_linked', 'identity_unlinked'));

CREATE TABLE commons.identity (
    identity_digest  bytea PRIMARY KEY CHECK (length(identity_digest) = 32),  -- keyed: of issuer and subject
    person_id        uuid NOT NULL UNIQUE REFERENCES commons.person,
    linked_at        timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE commons.identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.identity FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON commons.identity TO amana_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON commons.identity TO amana_gate;
