-- The key of what an annotator's browser keeps on a device: one a person and device, handed to any live session of that person.
SET LOCAL ROLE amana_owner;

CREATE TABLE commons.device_key (
    person_id  uuid NOT NULL REFERENCES commons.person,
    device_id  uuid NOT NULL,   -- drawn by the browser; another person's on the same device has another key
    body       bytea NOT NULL,  -- sealed, under the person's own salt: gone when that is destroyed
    used_at    timestamptz NOT NULL DEFAULT now(),  -- to an hour
    PRIMARY KEY (person_id, device_id)
);
ALTER TABLE commons.device_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE commons.device_key FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON commons.device_key TO amana_gate USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON commons.device_key TO amana_gate;
