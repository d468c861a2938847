-- name: due
-- Projects whose pilot is answered, and what it says of their batches not kept yet. Where that is all of their tasks, nothing is left
-- to be forecast.
SELECT p.project_id, p.task_type, p.body FROM walled.project p
CROSS JOIN LATERAL (
    SELECT count(*) AS tasks, bool_and(t.answered >= t.needed) AS answered FROM walled.task t
    WHERE t.workspace_id = $1 AND t.project_id = p.project_id AND t.pilot AND t.state <> 'withdrawn') drawn
WHERE p.workspace_id = $1 AND p.annotations_min IS NOT NULL AND p.shredded_at IS NULL
  AND NOT EXISTS (SELECT FROM walled.forecast f WHERE f.workspace_id = $1 AND f.project_id = p.project_id AND f.batch_no = p.last_batch_no)
  AND drawn.tasks >= $2::int AND drawn.answered
  AND EXISTS (SELECT FROM walled.task t
              WHERE t.workspace_id = $1 AND t.project_id = p.project_id AND NOT t.pilot AND t.state <> 'withdrawn')

-- name: pilot
SELECT t.task_id FROM walled.task t
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.pilot AND t.state <> 'withdrawn' AND t.answered > 0 ORDER BY t.task_id

-- name: stands
-- Tasks in all, and the annotations of those of which it is known how many they take, or nearly: settled ones, and the pilot's.
SELECT count(*), count(*) FILTER (WHERE t.state = 'settled' OR t.pilot), coalesce(sum(t.needed) FILTER (WHERE t.state = 'settled' OR t.pilot), 0)::bigint,
       coalesce(sum(t.answered), 0)::bigint, p.last_batch_no
FROM walled.task t JOIN walled.project p ON p.workspace_id = t.workspace_id AND p.project_id = t.project_id
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state <> 'withdrawn' GROUP BY p.last_batch_no

-- name: keep
INSERT INTO walled.forecast (workspace_id, project_id, batch_no, tasks, answered, low, annotations, high)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING

-- name: latest
SELECT batch_no, tasks, answered, low, annotations, high, made_at FROM walled.forecast
WHERE workspace_id = $1 AND project_id = $2 ORDER BY batch_no DESC LIMIT 1

-- name: pace
-- How many annotations came in each of $3 equal periods from the first to now, none of longer ago than a week; and how long one is.
WITH began AS (
    SELECT greatest(min(n.submitted_at), now() - interval '7 days') AS at FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = $2),
counted AS (
    SELECT least($3::int, 1 + floor($3::int * extract(epoch FROM n.submitted_at - b.at) / greatest(extract(epoch FROM now() - b.at), 1e-6))::int) AS period, count(*) AS annotations
    FROM walled.annotation n, began b
    WHERE n.workspace_id = $1 AND n.project_id = $2 AND n.submitted_at >= b.at
      AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.submit_id = n.submit_id)
    GROUP BY 1)
SELECT coalesce(c.annotations, 0), (extract(epoch FROM now() - b.at) / $3::int)::double precision, now()
FROM began b CROSS JOIN generate_series(1, $3::int) AS g (period) LEFT JOIN counted c USING (period)
WHERE b.at IS NOT NULL ORDER BY g.period
