"""The walls as the catalogue states them: every table is on one of three lists, and each list keeps its rule."""

import re

import asyncpg

from amana.model.scope import Audience

WALLED = {
    "access_log", "account", "annotation", "assignment", "audit", "band_page", "batch", "break_glass", "concern", "confusion", "cursor", "delivery", "delivery_chunk", "draft", "estimate",
    "estimation", "forecast", "guideline", "import_plan", "made_media", "media", "near_duplicate", "project", "project_event", "project_member", "returned", "shred", "sifting", "task", "task_content", "task_digest", "task_media", "time_correction", "transfer",
    "withdrawal", "workspace",
}  # fmt: skip
COMMONS = {
    "account_event",
    "attempt",
    "attestation",
    "challenge",
    "credential",
    "device_key",
    "hat",
    "identity",
    "invitation",
    "membership",
    "offer",
    "operator_proposal",
    "passkey",
    "password",
    "person",
    "recovery_code",
    "session",
    "vendor",
}
MACHINERY = {"installation", "migration", "neutrality", "neutrality_proposal", "sweep_run"}
LOGINS = {f"amana_{audience.value}" for audience in Audience}
DEFINERS = {"amana_gate", "amana_dispatch", "amana_glass"}
# What a sealed body's column may be called, and the plain columns that may hold text at all. Anything else needs a reason here.
TEXT_COLUMNS = {
    ("concern", "kind"), ("concern", "reopened_for"), ("access_log", "actor"), ("access_log", "detail"), ("access_log", "kind"), ("account", "currency"), ("account", "kind"),
    ("break_glass", "decided_by"), ("break_glass", "ended_by"), ("assignment", "currency"), ("assignment", "state"), ("estimation", "model"), ("project", "currency"), ("project", "state"), ("project", "task_type"), ("project", "chosen_among"),
    ("project_event", "actor"), ("project_event", "became"), ("project_event", "kind"), ("project_event", "was"),
    ("shred", "actor"), ("task", "state"), ("transfer", "currency"), ("transfer", "kind"),
    ("session", "audience"), ("session", "browser"), ("session", "opened_by"), ("session", "system"), ("invitation", "audience"),
    ("credential", "made_by"), ("hat", "audience"), ("passkey", "browser"), ("passkey", "system"),
    ("attestation", "country"), ("account_event", "browser"), ("account_event", "kind"), ("account_event", "method"), ("account_event", "system"),
}  # fmt: skip


async def tables(superuser: asyncpg.Connection, schema: str) -> set[str]:
    rows = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = $1", schema)
    return {row[0] for row in rows}


async def test_every_table_is_on_one_of_the_three_lists(superuser: asyncpg.Connection) -> None:
    assert await tables(superuser, "walled") == WALLED
    assert await tables(superuser, "commons") == COMMONS
    assert await tables(superuser, "machinery") == MACHINERY
    rows = await superuser.fetch(
        "SELECT schemaname FROM pg_tables WHERE schemaname NOT IN ('walled', 'commons', 'machinery', 'pg_catalog', 'information_schema')"
    )
    assert rows == []


async def test_row_security_is_forced_on_walled_and_commons(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname IN ('walled', 'commons') AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"""
    )
    assert rows == []


async def test_workspace_id_leads_every_walled_key_foreign_key_and_index(superuser: asyncpg.Connection) -> None:
    wrong = await superuser.fetch(
        """SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
           JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
           WHERE c.relnamespace = 'walled'::regnamespace AND a.attname <> 'workspace_id'
           UNION ALL
           SELECT k.conname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
           WHERE k.connamespace = 'walled'::regnamespace AND k.contype = 'f' AND a.attname <> 'workspace_id'"""
    )
    assert wrong == []


async def test_every_walled_policy_checks_the_scope_both_ways(superuser: asyncpg.Connection) -> None:
    policies = await superuser.fetch(
        "SELECT tablename, roles, permissive, qual, with_check FROM pg_policies WHERE schemaname = 'walled'"
    )
    # The token is verified by the policy itself wherever somebody can log in and send SQL of their own. Nobody logs in as
    # amana_dispatch or amana_glass: their functions verify token or session on entering, and their policies ask for the walls they entered.
    verified = "(workspace_id = ( SELECT sec.workspace() AS workspace))"
    entered = "(workspace_id = ( SELECT (NULLIF(current_setting('amana.entered'::text, true), ''::text))::uuid AS \"nullif\"))"
    for policy in policies:
        rule = entered if policy["roles"] in (["amana_dispatch"], ["amana_glass"]) else verified
        assert (policy["qual"], policy["with_check"]) == (rule, rule), (policy["tablename"], policy["roles"])
    # Two permissive policies for one role are joined by OR: one role, one policy.
    assert len(policies) == len({(policy["tablename"], tuple(policy["roles"])) for policy in policies})
    assert {policy["tablename"] for policy in policies} == WALLED


async def test_no_login_or_definer_role_is_above_the_walls(superuser: asyncpg.Connection) -> None:
    await roles_stay_below_the_walls(superuser, {"amana_migrator", "amana_admin"})


async def roles_stay_below_the_walls(superuser: asyncpg.Connection, others: set[str]) -> None:
    """`others`: the roles named amana_… that this server has besides those that every installation has."""
    roles = await superuser.fetch(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname ~ '^amana_'"
    )
    by_name = {role["rolname"]: role for role in roles}
    assert set(by_name) == LOGINS | DEFINERS | {"amana_owner"} | others
    for name in LOGINS | DEFINERS:
        assert not any(by_name[name][power] for power in ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb")), name
        assert by_name[name]["rolcanlogin"] == (name in LOGINS)
    owners = await superuser.fetch(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('walled', 'commons', 'machinery')"
    )
    assert [owner[0] for owner in owners] == ["amana_owner"]
    assert not by_name["amana_owner"]["rolcanlogin"]
    members = await superuser.fetch(
        """SELECT m.rolname AS member, g.rolname AS granted FROM pg_auth_members x JOIN pg_roles m ON m.oid = x.member
           JOIN pg_roles g ON g.oid = x.roleid WHERE m.rolname = ANY ($1)""",
        sorted(LOGINS | DEFINERS),
    )
    assert members == []


async def test_annotators_and_the_door_touch_no_table(superuser: asyncpg.Connection) -> None:
    for role in ("amana_annotator", "amana_door"):
        touched = await superuser.fetch(
            """SELECT schemaname || '.' || tablename, verb FROM pg_tables, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb
               WHERE schemaname IN ('walled', 'commons', 'machinery') AND has_table_privilege($1, schemaname || '.' || tablename, verb)""",
            role,
        )
        assert touched == []


async def test_nothing_is_executable_by_everyone_and_definers_pin_their_path(superuser: asyncpg.Connection) -> None:
    functions = await superuser.fetch(
        """SELECT p.oid::regprocedure::text AS name, p.prosecdef, p.proconfig, p.proowner::regrole::text AS owner, p.proacl::text AS acl
           FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('walled', 'commons', 'machinery', 'sec', 'door', 'dispatch', 'explain', 'glass')"""
    )
    assert functions
    for function in functions:
        assert function["acl"] is not None, function["name"]
        assert "{=" not in function["acl"], function["name"]
        assert ",=" not in function["acl"], function["name"]
        if function["prosecdef"]:
            assert function["owner"] in DEFINERS, function["name"]
            assert function["proconfig"] == ["search_path=pg_catalog, pg_temp"], function["name"]


async def test_whatever_a_login_role_may_call_on_the_hot_path_begins_by_entering(superuser: asyncpg.Connection) -> None:
    functions = await superuser.fetch(
        """SELECT p.proname, p.prosecdef, l.lanname, p.prosrc,
                  EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner) AS given_away
           FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = 'dispatch'::regnamespace"""
    )
    for function in functions:
        assert function["prosecdef"] == function["given_away"], function["proname"]
        if function["given_away"]:
            assert function["lanname"] == "plpgsql", function["proname"]  # never left half read, as one in SQL can be
            declared = function["prosrc"].partition("BEGIN")[0].split("DECLARE")[1].strip().splitlines()[0]
            assert re.search(r" uuid(\[\])? +:= dispatch\.enter", declared), function["proname"]


async def test_text_that_sql_can_read_is_on_a_short_list(superuser: asyncpg.Connection) -> None:
    columns = await superuser.fetch(
        """SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema IN ('walled', 'commons') AND data_type IN ('text', 'character varying', 'json', 'jsonb')"""
    )
    assert {tuple(column) for column in columns} == TEXT_COLUMNS
