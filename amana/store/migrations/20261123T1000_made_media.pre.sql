-- What a sweep makes of the sound of a file: peaks to draw it by, and, where a browser would not play it well, another file to play.
-- Both are blobs whose names follow from the file's own; here is that they are there, or why they are not.
SET LOCAL ROLE amana_owner;

ALTER TABLE walled.media ADD COLUMN is_sound boolean NOT NULL DEFAULT false;

CREATE TABLE walled.made_media (
    workspace_id  uuid NOT NULL,
    media_id      uuid NOT NULL,
    body          bytea,  -- sealed under the salt of the file: what was made. NULL: the file was destroyed before
    made_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, media_id),
    FOREIGN KEY (workspace_id, media_id) REFERENCES walled.media
);
CREATE INDEX media_sound ON walled.media (workspace_id, added_at, media_id) WHERE is_sound;

DO $$
DECLARE
    role_name     text;
    walls         text;
BEGIN
    ALTER TABLE walled.made_media ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled.made_media FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.made_media TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
            role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
GRANT SELECT ON walled.made_media TO amana_dispatch, amana_client;
GRANT SELECT, INSERT ON walled.made_media TO amana_engine;
