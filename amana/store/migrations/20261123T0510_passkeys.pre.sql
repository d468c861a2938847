-- Passkeys and recovery codes; as what a person may come in; sessions that open nothing before a passkey is made.
SET LOCAL ROLE amana_owner;

-- A session opened by a link or a code where a passkey is required: it looks after its own account and nothing else.
ALTER TABLE commons.session ADD COLUMN only_enrols boolean NOT NULL DEFAULT false;
ALTER TABLE commons.session DROP CONSTRAINT session_opened_by_check;
ALTER TABLE commons.session ADD CONSTRAINT session_opened_by_check CHECK (opened_by IN ('link', 'passkey', 'code'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_method_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_method_check CHECK (method IN ('link', 'passkey', 'code'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made'));

-- As what a person may come in once they redeemed the invitation to it. One person may wear several hats.
CREATE TABLE commons.hat (
    person_id     uuid NOT NULL REFERENCES commons.person,
    audience      text NOT NULL CHECK (audience IN ('annotator', 'client', 'auditor', 'operator')),
    workspace_id  uuid,
    given_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (person_id, audience, workspace_id),
    CONSTRAINT an_annotator_works_across_workspaces CHECK ((audience IN ('annotator', 'operator')) = (workspace_id IS NULL))
);

CREATE TABLE commons.passkey (
    passkey_id     uuid PRIMARY KEY,
    person_id      uuid NOT NULL REFERENCES commons.person,
    credential_id  bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key     bytea NOT NULL,
    sign_count     bigint NOT NULL CHECK (sign_count >= 0),
    browser        text NOT NULL CHECK (length(browser) <= 20),  -- where it was made
    system         text NOT NULL CHECK (length(system) <= 20),
    created_at     timestamptz NOT NULL DEFAULT now(),
    last_used_at   timestamptz,
    removed_at     timestamptz
);
CREATE INDEX passkey_person ON commons.passkey (person_id);

-- What a passkey is to sign, once, within minutes, for the browser that asked: `browser_hash` is that of a cookie it holds.
CREATE TABLE commons.challenge (
    browser_hash  bytea PRIMARY KEY CHECK (length(browser_hash) = 32),
    challenge     bytea NOT NULL CHECK (length(challenge) = 32),
    expires_at    timestamptz NOT NULL
);
CREATE INDEX challenge_end ON commons.challenge (expires_at);

CREATE TABLE commons.recovery_code (
    code_hash   bytea PRIMARY KEY CHECK (length(code_hash) = 32),
    person_id   uuid NOT NULL REFERENCES commons.person,
    created_at  timestamptz NOT NULL DEFAULT now(),
    used_at     timestamptz
);
CREATE INDEX recovery_code_person ON commons.recovery_code (person_id);

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['hat', 'passkey', 'challenge', 'recovery_code'] LOOP
        EXECUTE format('ALTER TABLE commons.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE commons.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY gate ON commons.%I TO amana_gate USING (true) WITH CHECK (true)', table_name);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON commons.hat TO amana_gate;
GRANT SELECT, INSERT ON commons.passkey TO amana_gate;
GRANT UPDATE (sign_count, last_used_at, removed_at) ON commons.passkey TO amana_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON commons.challenge TO amana_gate;
GRANT SELECT, INSERT, DELETE ON commons.recovery_code TO amana_gate;
GRANT UPDATE (used_at) ON commons.recovery_code TO amana_gate;
GRANT UPDATE (only_enrols) ON commons.session TO amana_gate;

-- Whoever came in before this has a hat already.
SET LOCAL ROLE amana_gate;
INSERT INTO commons.hat (person_id, audience, workspace_id)
SELECT DISTINCT i.person_id, i.audience, CASE WHEN i.audience IN ('annotator', 'operator') THEN NULL ELSE i.workspace_id END
FROM commons.invitation i WHERE i.redeemed_at IS NOT NULL;
