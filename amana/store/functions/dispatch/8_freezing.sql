-- Freezes the workspace, or lets it go on; says since when it is frozen. Twice changes nothing. What lies on somebody's desk by then
-- may be sent in and is paid; nothing is served again, not even what is held, whose leases end as always.
CREATE FUNCTION dispatch.set_frozen(token text, p_frozen boolean, p_actor text, p_change uuid) RETURNS TABLE (frozen_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws      uuid := dispatch.enter_walls(token);
    before  timestamptz;
    became  timestamptz := CASE WHEN p_frozen THEN now() END;
BEGIN
    SELECT w.frozen_at INTO before FROM walled.workspace w WHERE w.workspace_id = ws FOR UPDATE;
    IF (before IS NOT NULL) = p_frozen THEN
        RETURN QUERY SELECT before;
        RETURN;
    END IF;
    UPDATE walled.workspace w SET frozen_at = became WHERE w.workspace_id = ws;
    INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind)
    SELECT ws, p.project_id, p_change, p_actor, CASE WHEN p_frozen THEN 'frozen' ELSE 'thawed' END FROM walled.project p WHERE p.workspace_id = ws;
    INSERT INTO walled.access_log (workspace_id, kind, actor) VALUES (ws, CASE WHEN p_frozen THEN 'frozen' ELSE 'thawed' END, p_actor);
    RETURN QUERY SELECT became;
END $$;
