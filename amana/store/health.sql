-- name: server
SELECT current_setting('server_version') AS server_version, clock_timestamp() AS clock

-- name: roles_above_the_walls
-- Roles of Amana that could pass a wall: a power no role should have, a table of their own, another role they may act as.
SELECT r.rolname::text FROM pg_roles r
WHERE r.rolname::text = ANY ($1) AND (
    r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
    OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
    OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))
ORDER BY 1

-- name: tables_without_row_security
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('walled', 'commons') AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
ORDER BY 1
