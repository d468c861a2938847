-- name: newest
-- Those of a project that are open, then those that are done, each the newest first.
SELECT c.concern_id, c.kind, c.raised_at, c.body, c.reply, c.reopened_for, c.done_at, c.task_id, c.pseudonym, c.guideline_version
FROM walled.concern c WHERE c.workspace_id = $1 AND c.project_id = $2
ORDER BY c.done_at IS NOT NULL, c.raised_at DESC LIMIT $3

-- name: find
-- The kind of a concern and its sealed words, by whose salt the answer is sealed too.
SELECT c.kind, c.body FROM walled.concern c WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.concern_id = $3
