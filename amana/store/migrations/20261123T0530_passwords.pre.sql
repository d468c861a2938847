-- Passwords, for whoever has no passkey, where the operator offers them; and the attempts that are counted against guessing.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.session DROP CONSTRAINT session_opened_by_check;
ALTER TABLE commons.session ADD CONSTRAINT session_opened_by_check CHECK (opened_by IN ('link', 'passkey', 'code', 'password'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_method_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_method_check CHECK (method IN ('link', 'passkey', 'code', 'password'));
ALTER TABLE commons.account_event DROP CONSTRAINT account_event_kind_check;
ALTER TABLE commons.account_event ADD CONSTRAINT account_event_kind_check
    CHECK (kind IN ('signed_in', 'refused', 'signed_out', 'ended', 'passkey_added', 'passkey_removed', 'codes_made', 'password_set',
                    'password_removed'));

CREATE TABLE commons.password (
    person_id    uuid PRIMARY KEY REFERENCES commons.person,
    name_digest  bytea NOT NULL UNIQUE CHECK (length(name_digest) = 32),  -- keyed: of the name that was drawn for them
    hash         bytea NOT NULL,  -- argon2id, in its own encoding
    set_at       timestamptz NOT NULL DEFAULT now()
);

-- Attempts of the last hour that did not succeed, whether anybody has the name or not. Digests are keyed.
CREATE TABLE commons.attempt (
    attempt_no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name_digest     bytea NOT NULL CHECK (length(name_digest) = 32),
    address_digest  bytea NOT NULL CHECK (length(address_digest) = 32),
    at              timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempt_name ON commons.attempt (name_digest, at);
CREATE INDEX attempt_address ON commons.attempt (address_digest, at);
CREATE INDEX attempt_time ON commons.attempt (at);

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['password', 'attempt'] LOOP
        EXECUTE format('ALTER TABLE commons.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE commons.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY gate ON commons.%I TO amana_gate USING (true) WITH CHECK (true)', table_name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON commons.%I TO amana_gate', table_name);
    END LOOP;
END $$;
