-- name: insert_chunk
INSERT INTO walled.import_chunk (workspace_id, plan_id, chunk_no, body) VALUES ($1, $2, $3, $4)

-- name: chunk
SELECT body FROM walled.import_chunk WHERE workspace_id = $1 AND plan_id = $2 AND chunk_no = $3

-- name: delete_chunks
DELETE FROM walled.import_chunk WHERE workspace_id = $1 AND plan_id = $2

-- name: insert_plan
INSERT INTO walled.import_plan (workspace_id, plan_id, project_id, body, bytes, chunks, rows_total, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))

-- name: replace_plan
UPDATE walled.import_plan SET body = $3 WHERE workspace_id = $1 AND plan_id = $2

-- name: plan
SELECT p.plan_id, p.project_id, p.body, p.chunks, p.rows_total, p.rows_done, p.expires_at,
       (SELECT b.batch_id FROM walled.batch b WHERE b.workspace_id = p.workspace_id AND b.plan_id = p.plan_id)
FROM walled.import_plan p WHERE p.workspace_id = $1 AND p.plan_id = $2 AND p.expires_at > now()

-- name: rows_done
UPDATE walled.import_plan SET rows_done = $3 WHERE workspace_id = $1 AND plan_id = $2

-- name: lock_commits
SELECT pg_advisory_xact_lock(hashtextextended($1::text, 2))

-- name: digests_present
SELECT DISTINCT content_digest FROM walled.task_content WHERE workspace_id = $1 AND project_id = $2 AND content_digest = ANY ($3)

-- name: insert_batch
INSERT INTO walled.batch (workspace_id, batch_id, project_id, plan_id, tasks, left_out, price_minor) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: batch_of_plan
SELECT batch_id, plan_id, tasks, left_out, price_minor, created_at FROM walled.batch WHERE workspace_id = $1 AND plan_id = $2

-- name: make_staging
CREATE TEMPORARY TABLE staging (task_id uuid, row_no int, content_digest bytea, body bytea) ON COMMIT DROP

-- name: unstage
WITH made AS (
    INSERT INTO walled.task (workspace_id, task_id, project_id, needed, slots) SELECT $1, s.task_id, $2, $4, $4 FROM staging s)
INSERT INTO walled.task_content (workspace_id, task_id, project_id, task_no, batch_id, row_no, content_digest, body)
SELECT $1, s.task_id, $2, row_number() OVER (ORDER BY s.row_no) + l.last_no, $3, s.row_no, s.content_digest, s.body
FROM staging s, (SELECT coalesce(max(c.task_no), 0) AS last_no FROM walled.task_content c WHERE c.workspace_id = $1 AND c.project_id = $2) l

-- name: delete_expired_chunks
WITH gone AS (DELETE FROM walled.import_chunk c WHERE c.workspace_id = $1 AND c.created_at < now() - make_interval(secs => $2) RETURNING 1)
SELECT count(*) FROM gone
