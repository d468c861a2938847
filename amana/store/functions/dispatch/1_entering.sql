-- Verifies the token, sets the walls in which the rest of the transaction works, and returns the workspace.
CREATE FUNCTION dispatch.enter_walls(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := sec.enter(token);
BEGIN
    RETURN scope[2]::uuid;
END $$;

-- Enters the walls of an annotator's token and says under which pseudonym the bearer of the session works there; NULL for
-- someone who never did or does no longer: every later look then finds nothing of theirs.
CREATE FUNCTION dispatch.enter(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
BEGIN
    RETURN sec.enter_as_annotator(token, false);
END $$;

-- The same for what they earned here, which stays theirs when they are off-boarded.
CREATE FUNCTION dispatch.enter_for_pay(token text) RETURNS uuid
LANGUAGE plpgsql AS $$
BEGIN
    RETURN sec.enter_as_annotator(token, true);
END $$;

-- Enters the walls that all of these annotators' tokens are for, and says under which pseudonym each bearer works there.
CREATE FUNCTION dispatch.enter_together(tokens text[]) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
    me     uuid[];
    walls  uuid;
BEGIN
    FOR i IN 1 .. cardinality(tokens) LOOP
        me[i] := dispatch.enter(tokens[i]);
        IF dispatch.walls() <> walls THEN
            RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
        END IF;
        walls := dispatch.walls();
    END LOOP;
    RETURN me;
END $$;

-- The workspace that was entered.
CREATE FUNCTION dispatch.walls() RETURNS uuid
LANGUAGE sql STABLE AS $$ SELECT current_setting('amana.entered')::uuid $$;
