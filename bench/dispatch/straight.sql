-- The measuring stick: claim and submit as the barest SQL that keeps their promises to one client, without walls, log,
-- pay, leases' end, sealed bodies or sessions. Called straight through asyncpg beside the engine, on the same server.
CREATE TABLE task (
    id          bigint PRIMARY KEY,
    project_id  int NOT NULL,
    nprio       int NOT NULL,
    skill       int NOT NULL,
    open        bool NOT NULL DEFAULT true,
    slots       smallint NOT NULL,
    done        smallint NOT NULL DEFAULT 0,
    data        jsonb
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
CREATE TABLE assignment (
    worker_id    int NOT NULL,
    task_id      bigint NOT NULL,
    lease_until  timestamptz,
    PRIMARY KEY (worker_id, task_id)
) WITH (fillfactor = 85);
CREATE TABLE answer (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id    bigint NOT NULL,
    worker_id  int NOT NULL,
    payload    jsonb NOT NULL,
    created    timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE cursor (worker_id int, project_id int, skill int, nprio int, id bigint, PRIMARY KEY (worker_id, project_id, skill))
    WITH (fillfactor = 50);
CREATE INDEX task_q ON task (project_id, skill, nprio, id) WHERE open;
CREATE INDEX lease_q ON assignment (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX answer_t ON answer (task_id);

CREATE FUNCTION claim_cur(w int, p int, sk int[]) RETURNS TABLE (tid bigint, tdata jsonb) LANGUAGE plpgsql AS $$
DECLARE s int; r record; c record;
BEGIN
    FOR s IN SELECT x.s FROM unnest(sk) x(s)
        CROSS JOIN LATERAL (SELECT t.nprio, t.id FROM task t WHERE t.project_id = p AND t.skill = x.s AND t.open ORDER BY t.nprio, t.id LIMIT 1) h
        ORDER BY h.nprio, h.id LOOP
        SELECT nprio, id INTO c FROM cursor WHERE worker_id = w AND project_id = p AND skill = s;
        IF NOT FOUND THEN
            INSERT INTO cursor VALUES (w, p, s, -2147483648, 0) RETURNING nprio, id INTO c;
        END IF;
        SELECT t.id, t.nprio, t.slots, t.data INTO r FROM task t
        WHERE t.project_id = p AND t.skill = s AND t.open AND (t.nprio, t.id) > (c.nprio, c.id)
          AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.worker_id = w AND a.task_id = t.id)
        ORDER BY t.nprio, t.id LIMIT 1 FOR UPDATE OF t SKIP LOCKED;
        IF FOUND THEN
            UPDATE task SET slots = slots - 1, open = (slots > 1) WHERE id = r.id;
            INSERT INTO assignment VALUES (w, r.id, now() + interval '10 min');
            UPDATE cursor SET nprio = r.nprio, id = r.id WHERE worker_id = w AND project_id = p AND skill = s;
            tid := r.id; tdata := r.data; RETURN NEXT; RETURN;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION submit(w int, t bigint, pl jsonb) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    UPDATE assignment SET lease_until = NULL WHERE worker_id = w AND task_id = t AND lease_until > now();
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO answer (task_id, worker_id, payload) VALUES (t, w, pl);
    UPDATE task SET done = done + 1 WHERE id = t;
    RETURN true;
END $$;
