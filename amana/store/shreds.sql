-- name: noted
SELECT s.number FROM walled.shred s WHERE s.workspace_id = $1

-- name: projects
SELECT p.project_id FROM walled.project p WHERE p.workspace_id = $1

-- name: has_tasks
-- Those of these that are tasks of the project, with their sealed bodies.
SELECT c.task_id, c.body FROM walled.task_content c
JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = c.task_id
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_id = ANY ($3) ORDER BY c.task_id

-- name: made_of
-- What else was sealed and holds content of these tasks: the plans of their files, their media, and the files of every delivery since one of them
-- settled (clocks may differ by some seconds; of a delivery's chunks one tells the salt of all).
SELECT p.body FROM walled.import_plan p
WHERE p.workspace_id = $1 AND p.project_id = $2
  AND p.batch_no IN (SELECT t.batch_no FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = ANY ($3))
UNION ALL
SELECT m.body FROM walled.task_media x
JOIN walled.media m ON m.workspace_id = $1 AND m.media_id = x.media_id
WHERE x.workspace_id = $1 AND x.task_id = ANY ($3)
UNION ALL
SELECT c.body FROM walled.delivery d
JOIN walled.delivery_chunk c ON c.workspace_id = $1 AND c.delivery_id = d.delivery_id AND c.file_no = 0 AND c.chunk_no = 0
WHERE d.workspace_id = $1 AND d.project_id = $2 AND d.created_at >= (
    SELECT min(t.ripe_at) FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = ANY ($3) AND t.state = 'settled') - interval '1 minute'

-- name: sample
-- Bodies to try keys on: every project's own, and tasks from a random id on (ids are random).
SELECT p.project_id, NULL::uuid, p.body FROM walled.project p WHERE p.workspace_id = $1
UNION ALL
(SELECT c.project_id, c.task_id, c.body FROM walled.task_content c WHERE c.workspace_id = $1 AND c.task_id >= $2 ORDER BY c.task_id LIMIT $3)
UNION ALL
(SELECT c.project_id, c.task_id, c.body FROM walled.task_content c WHERE c.workspace_id = $1 AND c.task_id < $2 ORDER BY c.task_id LIMIT $3)
