-- name: next_batch_no
UPDATE walled.project SET last_batch_no = last_batch_no + 1 WHERE workspace_id = $1 AND project_id = $2 RETURNING last_batch_no

-- name: insert_plan
INSERT INTO walled.import_plan (workspace_id, plan_id, project_id, batch_no, body, bytes, rows_total, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, now() + make_interval(secs => $7))

-- name: plan
SELECT p.plan_id, p.project_id, p.batch_no, p.body, p.bytes, p.rows_total, p.rows_done, p.read_at IS NOT NULL, p.expires_at,
       (SELECT b.batch_id FROM walled.batch b WHERE b.workspace_id = p.workspace_id AND b.plan_id = p.plan_id)
FROM walled.import_plan p WHERE p.workspace_id = $1 AND p.plan_id = $2 AND p.expires_at > now()

-- name: lock_plan
-- So that nobody reads a file under another mapping while its plan is committed.
SELECT FROM walled.import_plan p WHERE p.workspace_id = $1 AND p.plan_id = $2 FOR NO KEY UPDATE

-- name: begin_reading
UPDATE walled.import_plan SET read_at = NULL, rows_done = 0, rows_total = 0 WHERE workspace_id = $1 AND plan_id = $2

-- name: rows_done
UPDATE walled.import_plan SET rows_done = $3 WHERE workspace_id = $1 AND plan_id = $2

-- name: end_reading
UPDATE walled.import_plan SET read_at = now(), body = $3, rows_total = $4, rows_done = $4 WHERE workspace_id = $1 AND plan_id = $2

-- name: delete_plan
DELETE FROM walled.import_plan WHERE workspace_id = $1 AND plan_id = $2

-- name: insert_contents
INSERT INTO walled.task_content (workspace_id, task_id, project_id, task_no, content_digest, item_digest, body)
SELECT $1, r.task_id, $2, ($3::bigint << 32) + r.row_no, r.digest, r.item, r.body
FROM unnest($4::uuid[], $5::bigint[], $6::bytea[], $7::bigint[], $8::bytea[]) AS r (task_id, row_no, digest, item, body)

-- name: insert_media
INSERT INTO walled.task_media (workspace_id, task_id, media_id)
SELECT $1, m.task_id, m.media_id FROM unnest($2::uuid[], $3::uuid[]) AS m (task_id, media_id)

-- name: delete_contents
DELETE FROM walled.task_content
WHERE workspace_id = $1 AND project_id = $2 AND task_no >= $3::bigint << 32 AND task_no < ($3::bigint + 1) << 32

-- name: fresh
-- How many different contents of a batch the project has no task of yet. Looked up one by one: as a join, a planner that does not
-- know how large the project is compares each with all.
SELECT count(*) FROM (
    SELECT DISTINCT c.content_digest FROM walled.task_content c
    WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no >= $3::bigint << 32 AND c.task_no < ($3::bigint + 1) << 32) m
WHERE (SELECT d.task_id FROM walled.task_digest d
       WHERE d.workspace_id = $1 AND d.project_id = $2 AND d.content_digest = m.content_digest) IS NULL

-- name: make_tasks
-- A task for each different content of the batch, its first row, that the project has no task of yet. Sorted, so that the
-- indexes grow from left to right. Where the engine decides how many annotations a task gets ($5 is said), some tasks (any: ids
-- are random) are asked for $5, so that it is learnt who is good: a share of the project's, and not less than $6; the others wait.
WITH fresh AS (
    INSERT INTO walled.task_digest (workspace_id, project_id, content_digest, task_id)
    SELECT DISTINCT ON (c.content_digest) $1, $2, c.content_digest, c.task_id FROM walled.task_content c
    WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no >= $3::bigint << 32 AND c.task_no < ($3::bigint + 1) << 32
    ORDER BY c.content_digest, c.task_no
    ON CONFLICT DO NOTHING
    RETURNING task_id),
piloted AS MATERIALIZED (
    SELECT greatest($6::int, ceil($7::double precision * (count(*) + (SELECT count(*) FROM fresh)))) - count(*) FILTER (WHERE t.pilot) AS lacking
    FROM walled.task t
    WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state <> 'withdrawn' AND $5::smallint IS NOT NULL),
asked AS (
    SELECT f.task_id, CASE WHEN $5::smallint IS NULL THEN $4::smallint WHEN row_number() OVER (ORDER BY f.task_id) <= p.lacking THEN $5 ELSE 0 END AS needed
    FROM fresh f, piloted p),
made AS (
    INSERT INTO walled.task (workspace_id, task_id, project_id, batch_no, needed, slots, ripe_at, pilot)
    SELECT $1, a.task_id, $2, $3::int, a.needed, a.needed, CASE WHEN a.needed = 0 THEN 'infinity'::timestamptz END, $5::smallint IS NOT NULL AND a.needed > 0
    FROM asked a ORDER BY a.task_id
    RETURNING needed)
SELECT count(*), coalesce(sum(greatest(m.needed, $8::int)), 0)::bigint FROM made m

-- name: delete_left_out
DELETE FROM walled.task_content c
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no >= $3::bigint << 32 AND c.task_no < ($3::bigint + 1) << 32
  AND (SELECT t.task_id FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = c.task_id) IS NULL

-- name: insert_batch
INSERT INTO walled.batch (workspace_id, batch_id, project_id, plan_id, batch_no, tasks, left_out, price_minor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: batch_of_plan
SELECT batch_id, plan_id, tasks, left_out, price_minor, created_at FROM walled.batch WHERE workspace_id = $1 AND plan_id = $2

-- name: lapsed
-- Plans whose day is over and that became no batch.
SELECT p.plan_id, p.project_id, p.batch_no FROM walled.import_plan p
WHERE p.workspace_id = $1 AND p.expires_at < now()
  AND NOT EXISTS (SELECT FROM walled.batch b WHERE b.workspace_id = p.workspace_id AND b.plan_id = p.plan_id)
