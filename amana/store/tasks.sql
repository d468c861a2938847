-- name: page_by_file
-- The project's tasks in the order of their files, after one of them; of one state or batch, if that is asked for.
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.task_content c
JOIN walled.task t ON t.workspace_id = c.workspace_id AND t.task_id = c.task_id
WHERE c.workspace_id = $1 AND c.project_id = $2
  AND c.task_no > coalesce((SELECT l.task_no FROM walled.task_content l WHERE l.workspace_id = $1 AND l.task_id = $3), 0)
  AND ($5::text IS NULL OR t.state = $5)
  AND c.task_no >= coalesce($6::bigint << 32, 0) AND c.task_no < coalesce(($6::bigint + 1) << 32, 9223372036854775807)
ORDER BY c.task_no LIMIT $4

-- name: page_by_doubt
-- Where the engine is least sure, first. Tasks that nobody answered have no estimate and are not here.
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.estimate e
JOIN walled.task t ON t.workspace_id = e.workspace_id AND t.task_id = e.task_id
JOIN walled.task_content c ON c.workspace_id = e.workspace_id AND c.task_id = e.task_id
WHERE e.workspace_id = $1 AND e.project_id = $2 AND e.question = 0
  AND ($3::uuid IS NULL OR (-e.doubt, e.task_id) > (
      SELECT -l.doubt, l.task_id FROM walled.estimate l WHERE l.workspace_id = $1 AND l.task_id = $3 AND l.question = 0))
ORDER BY e.doubt DESC, e.task_id LIMIT $4

-- name: find
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.task t
JOIN walled.task_content c ON c.workspace_id = t.workspace_id AND c.task_id = t.task_id
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = $3

-- name: by_ids
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.task t
JOIN walled.task_content c ON c.workspace_id = t.workspace_id AND c.task_id = t.task_id
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = ANY ($3)

-- name: by_number
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.task_content c
JOIN walled.task t ON t.workspace_id = c.workspace_id AND t.task_id = c.task_id
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no = $3

-- name: by_item
-- Candidates: the digest is short, so what is found is opened and compared.
SELECT t.task_id, (c.task_no >> 32)::int, (c.task_no & 4294967295)::int, t.state, t.priority, t.needed, t.answered, t.slots, c.body
FROM walled.task_content c
JOIN walled.task t ON t.workspace_id = c.workspace_id AND t.task_id = c.task_id
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.item_digest = $3
ORDER BY c.task_no LIMIT $4
