-- What belongs to a client. `workspace_id` leads every key and foreign key; row security is forced on every table.
SET LOCAL ROLE amana_owner;

CREATE TABLE walled.workspace (
    workspace_id  uuid PRIMARY KEY,
    body          bytea NOT NULL,  -- sealed: its name
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE walled.project (
    workspace_id        uuid NOT NULL REFERENCES walled.workspace,
    project_id          uuid NOT NULL,
    task_type           text NOT NULL,
    state               text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'paused', 'closed')),
    annotations_needed  smallint NOT NULL CHECK (annotations_needed BETWEEN 1 AND 100),
    rate_minor          bigint NOT NULL CHECK (rate_minor >= 0),
    currency            text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    budget_minor        bigint CHECK (budget_minor >= 0),
    lease_seconds       int NOT NULL CHECK (lease_seconds BETWEEN 10 AND 604800),
    undo_seconds        int NOT NULL CHECK (undo_seconds BETWEEN 0 AND 86400),
    skips_a_day_max     int NOT NULL CHECK (skips_a_day_max >= 0),
    guideline_version   int NOT NULL DEFAULT 1,
    epoch               int NOT NULL DEFAULT 0,  -- raised when many tasks become claimable at once: cursors start anew
    body                bytea NOT NULL,          -- sealed and small, read with every claim: name, purpose, options of the task type
    created_at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, project_id)
);

CREATE TABLE walled.guideline (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    version       int NOT NULL,
    body          bytea NOT NULL,  -- sealed
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, project_id, version),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

CREATE TABLE walled.project_member (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    pseudonym     uuid NOT NULL,
    skills        smallint[] NOT NULL DEFAULT '{0}',
    added_at      timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz,
    PRIMARY KEY (workspace_id, project_id, pseudonym),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

CREATE TABLE walled.import_plan (
    workspace_id  uuid NOT NULL,
    plan_id       uuid NOT NULL,
    project_id    uuid NOT NULL,
    body          bytea NOT NULL,  -- sealed: file name, mapping, first bad rows, first task
    bytes         bigint NOT NULL,
    chunks        int NOT NULL,
    rows_total    int NOT NULL,
    rows_done     int NOT NULL DEFAULT 0,  -- how far a running commit is: a progress bar, not a truth
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, plan_id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

CREATE TABLE walled.import_chunk (
    workspace_id  uuid NOT NULL,
    plan_id       uuid NOT NULL,
    chunk_no      int NOT NULL,
    body          bytea NOT NULL,  -- sealed: a piece of the file as it came
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, plan_id, chunk_no)
);

CREATE TABLE walled.batch (
    workspace_id  uuid NOT NULL,
    batch_id      uuid NOT NULL,
    project_id    uuid NOT NULL,
    plan_id       uuid NOT NULL,
    tasks         int NOT NULL,
    left_out      int NOT NULL,  -- exact duplicates that were not bought twice
    price_minor   bigint NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, batch_id),
    UNIQUE (workspace_id, plan_id),  -- a plan is committed at most once
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

CREATE TABLE walled.task (
    workspace_id    uuid NOT NULL,
    task_id         uuid NOT NULL,
    project_id      uuid NOT NULL,
    batch_id        uuid NOT NULL,
    row_no          int NOT NULL,
    skill           smallint NOT NULL DEFAULT 0,
    priority        int NOT NULL DEFAULT 0,
    nprio           int GENERATED ALWAYS AS (-priority) STORED,  -- an expression in the index would not be leakproof
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled', 'withdrawn')),
    needed          smallint NOT NULL CHECK (needed >= 1),
    answered        smallint NOT NULL DEFAULT 0 CHECK (answered >= 0),
    slots           smallint NOT NULL CHECK (slots >= 0),  -- needed - answered - held
    open            boolean GENERATED ALWAYS AS (slots > 0 AND state = 'open') STORED,
    content_digest  bytea NOT NULL,
    body            bytea NOT NULL,  -- sealed: the payload and the client's own id
    PRIMARY KEY (workspace_id, task_id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project,
    FOREIGN KEY (workspace_id, batch_id) REFERENCES walled.batch,
    CONSTRAINT no_more_than_needed CHECK (answered + slots <= needed)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX task_claim ON walled.task (workspace_id, project_id, skill, nprio, task_id) WHERE open;
CREATE INDEX task_digest ON walled.task (workspace_id, project_id, content_digest);
CREATE INDEX task_order ON walled.task (workspace_id, batch_id, row_no);

CREATE TABLE walled.assignment (
    workspace_id       uuid NOT NULL,
    assignment_id      uuid NOT NULL,
    project_id         uuid NOT NULL,
    task_id            uuid NOT NULL,
    pseudonym          uuid NOT NULL,
    state              text NOT NULL CHECK (state IN ('held', 'answered', 'released', 'expired', 'skipped')),
    surplus            boolean NOT NULL DEFAULT false,  -- answered late, after its slot was taken by somebody else
    revision           int NOT NULL DEFAULT 1,
    claimed_at         timestamptz NOT NULL,
    lease_until        timestamptz NOT NULL,
    shown_at           timestamptz,
    presentation_seed  int NOT NULL,  -- decides the order of what is compared; drawn here, recorded here
    guideline_version  int NOT NULL,
    rate_minor         bigint NOT NULL,  -- frozen: what was promised when the task was handed out
    currency           text NOT NULL,
    PRIMARY KEY (workspace_id, assignment_id),
    UNIQUE (workspace_id, pseudonym, task_id),
    FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task
) WITH (fillfactor = 85);
CREATE INDEX assignment_held ON walled.assignment (workspace_id, pseudonym, project_id) WHERE state = 'held';
CREATE INDEX assignment_lease ON walled.assignment (workspace_id, lease_until) WHERE state = 'held';
CREATE INDEX assignment_task ON walled.assignment (workspace_id, task_id);

-- Annotations and withdrawals are events; one sequence orders both.
CREATE SEQUENCE walled.event_no;

CREATE TABLE walled.annotation (
    workspace_id       uuid NOT NULL,
    submit_id          uuid NOT NULL,  -- made by the browser: the idempotency key
    event_no           bigint NOT NULL DEFAULT nextval('walled.event_no'),
    project_id         uuid NOT NULL,
    task_id            uuid NOT NULL,
    assignment_id      uuid NOT NULL,
    pseudonym          uuid NOT NULL,
    revision           int NOT NULL,
    surplus            boolean NOT NULL,
    guideline_version  int NOT NULL,
    vote_question      smallint[] NOT NULL,
    vote_class         smallint[] NOT NULL,
    vote_value         double precision[] NOT NULL,
    active_ms          int NOT NULL CHECK (active_ms >= 0),
    content_digest     bytea NOT NULL,
    body               bytea NOT NULL,  -- sealed: the answer, and the order in which things were shown
    submitted_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, submit_id),
    UNIQUE (workspace_id, assignment_id, revision),
    FOREIGN KEY (workspace_id, assignment_id) REFERENCES walled.assignment,
    CONSTRAINT votes_have_a_question CHECK (
        cardinality(vote_question) = cardinality(vote_class) AND cardinality(vote_question) = cardinality(vote_value))
);
CREATE INDEX annotation_event ON walled.annotation (workspace_id, project_id, event_no);
CREATE INDEX annotation_task ON walled.annotation (workspace_id, task_id);

CREATE TABLE walled.withdrawal (
    workspace_id  uuid NOT NULL,
    submit_id     uuid NOT NULL,
    event_no      bigint NOT NULL DEFAULT nextval('walled.event_no'),
    project_id    uuid NOT NULL,
    withdrawn_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, submit_id),
    FOREIGN KEY (workspace_id, submit_id) REFERENCES walled.annotation
);
CREATE INDEX withdrawal_event ON walled.withdrawal (workspace_id, project_id, event_no);

-- Where each person stands in each queue: starts at a random key of a priority band and wraps round it once.
CREATE TABLE walled.cursor (
    workspace_id  uuid NOT NULL,
    pseudonym     uuid NOT NULL,
    project_id    uuid NOT NULL,
    skill         smallint NOT NULL,
    epoch         int NOT NULL,
    nprio         int NOT NULL,
    start_id      uuid NOT NULL,
    at_id         uuid NOT NULL,
    wrapped       boolean NOT NULL,
    PRIMARY KEY (workspace_id, pseudonym, project_id, skill)
) WITH (fillfactor = 50);

-- What lies behind the cursors and must still be found; probed first. Without a pseudonym: for anybody.
CREATE TABLE walled.returned (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    pseudonym     uuid,
    seq           bigint GENERATED ALWAYS AS IDENTITY,
    task_id       uuid NOT NULL,
    directed      boolean NOT NULL DEFAULT false,  -- a lead meant this person: holds a slot already
    UNIQUE NULLS NOT DISTINCT (workspace_id, task_id, pseudonym),
    FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task,
    CONSTRAINT directed_to_somebody CHECK (NOT directed OR pseudonym IS NOT NULL)
);
CREATE INDEX returned_queue ON walled.returned (workspace_id, project_id, pseudonym, seq);

-- ---- ledger, first stones ----------------------------------------------------------------------------------------------

CREATE TABLE walled.account (
    workspace_id  uuid NOT NULL,
    account_id    uuid NOT NULL DEFAULT gen_random_uuid(),
    kind          text NOT NULL CHECK (kind IN ('work', 'payable')),
    pseudonym     uuid,
    currency      text NOT NULL,
    PRIMARY KEY (workspace_id, account_id),
    UNIQUE NULLS NOT DISTINCT (workspace_id, kind, pseudonym, currency),
    CONSTRAINT owed_to_somebody CHECK ((kind = 'payable') = (pseudonym IS NOT NULL))
);

CREATE TABLE walled.transfer (
    workspace_id       uuid NOT NULL,
    transfer_id        uuid NOT NULL DEFAULT gen_random_uuid(),
    kind               text NOT NULL CHECK (kind IN ('pending', 'posted', 'voided')),
    submit_id          uuid NOT NULL,
    pending_id         uuid,
    debit_account_id   uuid NOT NULL,
    credit_account_id  uuid NOT NULL,
    amount_minor       bigint NOT NULL,
    currency           text NOT NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, transfer_id),
    FOREIGN KEY (workspace_id, submit_id) REFERENCES walled.annotation,
    FOREIGN KEY (workspace_id, pending_id) REFERENCES walled.transfer,
    FOREIGN KEY (workspace_id, debit_account_id) REFERENCES walled.account,
    FOREIGN KEY (workspace_id, credit_account_id) REFERENCES walled.account,
    CONSTRAINT money_moves CHECK (amount_minor >= 0 AND debit_account_id <> credit_account_id),
    CONSTRAINT only_a_pending_stands_alone CHECK ((kind = 'pending') = (pending_id IS NULL))
);
CREATE UNIQUE INDEX transfer_one_pending ON walled.transfer (workspace_id, submit_id) WHERE kind = 'pending';
CREATE UNIQUE INDEX transfer_one_end ON walled.transfer (workspace_id, pending_id) WHERE kind <> 'pending';

-- ---- access log -----------------------------------------------------------------------------------------------------

CREATE TABLE walled.access_log (
    workspace_id   uuid NOT NULL,
    seq            bigint GENERATED ALWAYS AS IDENTITY,  -- order only; never shown, its gaps would tell of other tenants
    at             timestamptz NOT NULL,
    kind           text NOT NULL,
    actor          text NOT NULL,
    project_id     uuid,
    task_id        uuid,
    assignment_id  uuid,
    detail         text NOT NULL DEFAULT '',
    salt           bytea NOT NULL,
    commitment     bytea NOT NULL,
    PRIMARY KEY (workspace_id, seq)
);
CREATE INDEX access_log_task ON walled.access_log (workspace_id, task_id);

-- sha256 over the salt and each field preceded by its length, as amana/core/access_log.py recomputes it.
CREATE FUNCTION walled.log_commitment(salt bytea, VARIADIC fields text[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(salt || string_agg(int4send(length(convert_to(f, 'UTF8'))) || convert_to(f, 'UTF8'), ''::bytea ORDER BY i))
    FROM unnest(fields) WITH ORDINALITY AS each_field(f, i)
$$;

-- Time, salt and commitment are the database's: no caller can choose them.
CREATE FUNCTION walled.commit_log_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.salt := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    NEW.commitment := walled.log_commitment(
        NEW.salt, NEW.workspace_id::text, NEW.kind, NEW.actor, coalesce(NEW.project_id::text, ''),
        coalesce(NEW.task_id::text, ''), coalesce(NEW.assignment_id::text, ''), NEW.detail,
        (extract(epoch FROM NEW.at) * 1000000)::bigint::text);
    RETURN NEW;
END $$;
CREATE TRIGGER commit_row BEFORE INSERT ON walled.access_log FOR EACH ROW EXECUTE FUNCTION walled.commit_log_row();

CREATE FUNCTION walled.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is corrected by adding, never by changing', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.access_log FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.annotation FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.withdrawal FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.transfer FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

-- ---- walls ------------------------------------------------------------------------------------------------------------

-- One policy a role and table, all of the same form; the grants below say which verbs each role has.
DO $$
DECLARE
    walled_table  text;
    role_name     text;
BEGIN
    FOR walled_table IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'walled'::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE walled.%I ENABLE ROW LEVEL SECURITY', walled_table);
        EXECUTE format('ALTER TABLE walled.%I FORCE ROW LEVEL SECURITY', walled_table);
        FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
            EXECUTE format(
                'CREATE POLICY %I ON walled.%I TO %I USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()))',
                role_name, walled_table, 'amana_' || role_name);
        END LOOP;
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA walled TO amana_dispatch, amana_client, amana_auditor, amana_engine, amana_operator;
GRANT USAGE ON SCHEMA dispatch TO amana_annotator, amana_client, amana_engine, amana_dispatch;
-- A log row's own trigger computes the commitment as whoever inserts it.
GRANT EXECUTE ON FUNCTION walled.log_commitment TO amana_dispatch, amana_client, amana_operator;

GRANT INSERT ON walled.workspace TO amana_operator;

GRANT SELECT ON walled.workspace, walled.batch, walled.assignment, walled.annotation, walled.withdrawal, walled.transfer, walled.account TO amana_client;
GRANT SELECT, INSERT, UPDATE ON walled.project, walled.project_member TO amana_client;
GRANT SELECT, INSERT, UPDATE, DELETE ON walled.import_plan, walled.import_chunk TO amana_client;
GRANT INSERT ON walled.batch TO amana_client;
GRANT SELECT, INSERT ON walled.guideline TO amana_client;
GRANT SELECT, INSERT ON walled.task, walled.access_log TO amana_client;

GRANT SELECT ON walled.project, walled.access_log TO amana_auditor;

GRANT SELECT ON walled.project, walled.task, walled.assignment, walled.annotation, walled.withdrawal TO amana_engine;
GRANT SELECT, DELETE ON walled.import_plan, walled.import_chunk TO amana_engine;

GRANT SELECT ON walled.project, walled.project_member, walled.account, walled.task TO amana_dispatch;
GRANT UPDATE (slots, answered) ON walled.task TO amana_dispatch;
GRANT SELECT, INSERT, UPDATE ON walled.assignment TO amana_dispatch;
GRANT SELECT, INSERT ON walled.annotation, walled.withdrawal, walled.transfer TO amana_dispatch;
GRANT INSERT ON walled.account, walled.access_log TO amana_dispatch;
GRANT SELECT, INSERT, UPDATE ON walled.cursor TO amana_dispatch;
GRANT SELECT, INSERT, DELETE ON walled.returned TO amana_dispatch;
GRANT USAGE ON SEQUENCE walled.event_no TO amana_dispatch;

-- A slot that comes back lies behind the cursors of everyone who passed it: note it for anybody. A task that closes
-- leaves no note. A trigger, so that no path that changes slots can forget.
CREATE FUNCTION walled.note_returned_slot() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.open AND NEW.slots > OLD.slots THEN
        INSERT INTO walled.returned (workspace_id, project_id, task_id)
        VALUES (NEW.workspace_id, NEW.project_id, NEW.task_id) ON CONFLICT DO NOTHING;
    ELSIF OLD.open AND NOT NEW.open THEN
        DELETE FROM walled.returned r
        WHERE r.workspace_id = NEW.workspace_id AND r.task_id = NEW.task_id AND NOT r.directed;
    END IF;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION walled.note_returned_slot, walled.commit_log_row, walled.refuse_change TO amana_dispatch;
CREATE TRIGGER note_returned_slot AFTER UPDATE OF slots, state ON walled.task FOR EACH ROW
    WHEN (OLD.open IS DISTINCT FROM NEW.open OR NEW.slots > OLD.slots) EXECUTE FUNCTION walled.note_returned_slot();
