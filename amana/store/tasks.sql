-- name: page
-- The project's tasks in the order of their files, after one of them.
SELECT t.task_id, t.row_no, t.state, t.needed, t.answered, t.slots, t.body
FROM walled.task t
JOIN walled.batch b ON b.workspace_id = t.workspace_id AND b.batch_id = t.batch_id
WHERE t.workspace_id = $1 AND t.project_id = $2
  AND ($3::uuid IS NULL OR (b.created_at, t.batch_id, t.row_no) > (
      SELECT bb.created_at, tt.batch_id, tt.row_no FROM walled.task tt
      JOIN walled.batch bb ON bb.workspace_id = tt.workspace_id AND bb.batch_id = tt.batch_id
      WHERE tt.workspace_id = $1 AND tt.task_id = $3))
ORDER BY b.created_at, t.batch_id, t.row_no LIMIT $4

-- name: find
SELECT t.task_id, t.row_no, t.state, t.needed, t.answered, t.slots, t.body
FROM walled.task t WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = $3
