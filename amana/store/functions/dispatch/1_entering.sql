-- Verifies the token, sets the walls in which the rest of the transaction works, and returns the workspace.
CREATE FUNCTION dispatch.enter_walls(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := sec.enter(token);
BEGIN
    RETURN scope[2]::uuid;
END $$;

-- Enters the walls of an annotator's token and says under which pseudonym the bearer of the session works there; NULL for
-- someone who never did: every later look then finds nothing of theirs.
CREATE FUNCTION dispatch.enter(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
BEGIN
    RETURN sec.enter_as_annotator(token);
END $$;

-- The workspace that was entered.
CREATE FUNCTION dispatch.walls() RETURNS uuid
LANGUAGE sql STABLE AS $$ SELECT current_setting('amana.entered')::uuid $$;
