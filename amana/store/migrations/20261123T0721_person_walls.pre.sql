-- Person walls: who may not work in a project, whatever skill they have. What decides it lies in the commons, is read by the gate
-- alone, and leaves it as the name of a wall.
SET LOCAL ROLE amana_owner;

-- ---- vendors and attested facts ---------------------------------------------------------------------------------------

-- An organisation that supplies annotators. Whoever belongs to none is of the in-house team.
CREATE TABLE commons.vendor (
    vendor_id   uuid PRIMARY KEY,
    manager_id  uuid NOT NULL UNIQUE REFERENCES commons.person,
    body        bytea NOT NULL,  -- sealed: its name
    listed      boolean NOT NULL,  -- whether leads read its name, to raise a wall by it
    created_at  timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE commons.person
    ADD COLUMN vendor_id        uuid REFERENCES commons.vendor,
    ADD COLUMN vendor_ended_at  timestamptz,
    ADD CONSTRAINT ended_by_somebody CHECK (vendor_ended_at IS NULL OR vendor_id IS NOT NULL);
CREATE INDEX person_vendor ON commons.person (vendor_id) WHERE vendor_id IS NOT NULL;

-- What somebody else says of a person, until when; never they themselves. The newest of a kind counts. In columns, because the claim
-- decides by them inside its statement: two letters and a number, of a person who is a random id here. Read by the gate alone.
CREATE TABLE commons.attestation (
    attestation_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id       uuid NOT NULL REFERENCES commons.person,
    country         text CHECK (country ~ '^[A-Z]{2}$'),
    clearance       smallint CHECK (clearance BETWEEN 1 AND 9),
    attested_by     uuid REFERENCES commons.vendor,  -- NULL: the operator
    attested_at     timestamptz NOT NULL DEFAULT now(),
    ends_at         timestamptz NOT NULL,
    CONSTRAINT one_fact CHECK (num_nonnulls(country, clearance) = 1)
);
CREATE INDEX attestation_person ON commons.attestation (person_id, attestation_no);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commons.attestation FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['vendor', 'attestation'] LOOP
        EXECUTE format('ALTER TABLE commons.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE commons.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY gate ON commons.%I TO amana_gate USING (true) WITH CHECK (true)', table_name);
        EXECUTE format('GRANT SELECT, INSERT ON commons.%I TO amana_gate', table_name);
    END LOOP;
END $$;

-- ---- the wall of a project --------------------------------------------------------------------------------------------

-- Columns of the row that every claim reads: a project without a wall pays nothing for the question.
ALTER TABLE walled.project
    ADD COLUMN wall_elsewhere_days  int CHECK (wall_elsewhere_days BETWEEN 1 AND 3650),
    ADD COLUMN wall_not_from        uuid[] CHECK (cardinality(wall_not_from) BETWEEN 1 AND 100),
    ADD COLUMN wall_only_from       uuid[] CHECK (cardinality(wall_only_from) BETWEEN 1 AND 100),
    ADD COLUMN wall_clearance       smallint CHECK (wall_clearance BETWEEN 1 AND 9),
    ADD COLUMN wall_countries       text[] CHECK (cardinality(wall_countries) BETWEEN 1 AND 300);
ALTER TABLE walled.project ADD COLUMN has_person_wall boolean NOT NULL GENERATED ALWAYS AS
    (num_nonnulls(wall_elsewhere_days, wall_not_from, wall_only_from, wall_clearance, wall_countries) > 0) STORED;
ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded', 'frozen', 'thawed', 'wall'));

-- ---- the gate ---------------------------------------------------------------------------------------------------------

GRANT CREATE ON SCHEMA sec TO amana_gate;
SET LOCAL ROLE amana_gate;

-- The walls out of these that keep a member of `ws` out, and for one of time the moment it lets them in; NULL for none. All that
-- dispatch learns of a person's life outside its walls. `p_waits`: a task of another client's that is being shown to them at this
-- moment is waited for, so that of a claim and a showing one comes first.
CREATE FUNCTION sec.kept_out(ws uuid, p_pseudonym uuid, p_elsewhere_days int, p_not_from uuid[], p_only_from uuid[], p_clearance smallint,
                             p_countries text[], p_waits boolean, OUT walls text[], OUT until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who        commons.person;
    fact       record;
    lately     timestamptz;
BEGIN
    SELECT p.* INTO who FROM commons.membership m JOIN commons.person p ON p.person_id = m.person_id
    WHERE m.workspace_id = ws AND m.pseudonym = p_pseudonym;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'scope refused' USING ERRCODE = '42501';
    END IF;
    IF p_elsewhere_days IS NOT NULL THEN
        IF p_waits THEN
            PERFORM FROM commons.membership m WHERE m.person_id = who.person_id AND m.workspace_id <> ws FOR SHARE;
        END IF;
        SELECT max(m.last_shown_at) INTO lately FROM commons.membership m WHERE m.person_id = who.person_id AND m.workspace_id <> ws;
        IF lately + make_interval(days => p_elsewhere_days) > clock_timestamp() THEN
            walls := walls || 'elsewhere'::text;
            until := lately + make_interval(days => p_elsewhere_days);
        END IF;
    END IF;
    IF who.vendor_id = ANY (p_not_from) OR (who.vendor_id = ANY (p_only_from)) IS NOT TRUE AND p_only_from IS NOT NULL THEN
        walls := walls || 'vendor'::text;
    END IF;
    IF p_clearance IS NOT NULL THEN
        SELECT a.clearance, a.ends_at INTO fact FROM commons.attestation a
        WHERE a.person_id = who.person_id AND a.clearance IS NOT NULL ORDER BY a.attestation_no DESC LIMIT 1;
        IF (fact.clearance >= p_clearance AND fact.ends_at > clock_timestamp()) IS NOT TRUE THEN
            walls := walls || 'clearance'::text;
        END IF;
    END IF;
    IF p_countries IS NOT NULL THEN
        SELECT a.country, a.ends_at INTO fact FROM commons.attestation a
        WHERE a.person_id = who.person_id AND a.country IS NOT NULL ORDER BY a.attestation_no DESC LIMIT 1;
        IF (fact.country = ANY (p_countries) AND fact.ends_at > clock_timestamp()) IS NOT TRUE THEN
            walls := walls || 'country'::text;
        END IF;
    END IF;
END $$;
GRANT EXECUTE ON FUNCTION sec.kept_out TO amana_dispatch;

-- The vendors that leads may name, by their sealed names.
CREATE FUNCTION sec.listed_vendors() RETURNS TABLE (vendor_id uuid, body bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.vendor_id, v.body FROM commons.vendor v WHERE v.listed ORDER BY v.created_at, v.vendor_id
$$;
GRANT EXECUTE ON FUNCTION sec.listed_vendors TO amana_client;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA sec FROM amana_gate;
