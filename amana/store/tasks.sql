-- name: page_by_file
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

-- name: page_by_doubt
-- Where the engine is least sure, first. Tasks that nobody answered have no estimate and are not here.
SELECT t.task_id, t.row_no, t.state, t.needed, t.answered, t.slots, t.body
FROM walled.estimate e
JOIN walled.task t ON t.workspace_id = e.workspace_id AND t.task_id = e.task_id
WHERE e.workspace_id = $1 AND e.project_id = $2 AND e.question = 0
  AND ($3::uuid IS NULL OR (-e.doubt, e.task_id) > (
      SELECT -l.doubt, l.task_id FROM walled.estimate l WHERE l.workspace_id = $1 AND l.task_id = $3 AND l.question = 0))
ORDER BY e.doubt DESC, e.task_id LIMIT $4

-- name: find
SELECT t.task_id, t.row_no, t.state, t.needed, t.answered, t.slots, t.body
FROM walled.task t WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = $3
