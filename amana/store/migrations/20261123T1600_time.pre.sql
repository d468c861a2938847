-- Active time in sight: what it was counted from, and what a person says it was where that is not the time their page could see.
SET LOCAL ROLE amana_owner;

-- Sums that the page kept while the task was on it, nothing else; NULL in what came before, and from programs that count none.
ALTER TABLE walled.annotation
    ADD COLUMN focus_ms int CHECK (focus_ms >= 0),
    ADD COLUMN input_ms int CHECK (input_ms >= 0),
    ADD COLUMN playing_ms int CHECK (playing_ms >= 0),
    ADD COLUMN paused_ms int CHECK (paused_ms >= 0),
    ADD CONSTRAINT evidence_is_whole CHECK (num_nulls(focus_ms, input_ms, playing_ms, paused_ms) IN (0, 4));

-- The measured time is never changed: what the person says of it stands beside it, the newest counting.
CREATE TABLE walled.time_correction (
    workspace_id   uuid NOT NULL,
    correction_id  uuid NOT NULL,  -- made by the browser: sending it again changes nothing
    submit_id      uuid NOT NULL,
    project_id     uuid NOT NULL,
    stated_ms      int NOT NULL CHECK (stated_ms BETWEEN 0 AND 86400000),
    body           bytea NOT NULL,  -- sealed under the task's salt: why, in the person's words
    corrected_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, correction_id),
    FOREIGN KEY (workspace_id, submit_id) REFERENCES walled.annotation
);
CREATE INDEX time_correction_of ON walled.time_correction (workspace_id, submit_id, corrected_at DESC);
CREATE INDEX time_correction_project ON walled.time_correction (workspace_id, project_id, submit_id);

DO $$
DECLARE
    role_name  text;
    walls      text;
BEGIN
    ALTER TABLE walled.time_correction ENABLE ROW LEVEL SECURITY;
    ALTER TABLE walled.time_correction FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format('CREATE POLICY %1$I ON walled.time_correction TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
                       role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.time_correction FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
GRANT SELECT ON walled.time_correction TO amana_client;
GRANT SELECT, INSERT ON walled.time_correction TO amana_dispatch;
