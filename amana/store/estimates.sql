-- name: behind
-- Projects whose last full estimate saw another number of events than there are now. Votes alone are events, and that a task
-- was withdrawn, whose votes count no longer.
SELECT p.project_id, p.task_type, p.body, e.answered + e.taken_back + e.withdrawn
FROM walled.project p
CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = p.project_id) AS answered,
           (SELECT count(*) FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.project_id = p.project_id) AS taken_back,
           (SELECT coalesce(sum(c.tasks), 0)::bigint FROM walled.project_event c
            WHERE c.workspace_id = $1 AND c.project_id = p.project_id AND c.kind IN ('withdrawn', 'shredded')) AS withdrawn) e
WHERE p.workspace_id = $1 AND e.answered > 0 AND p.shredded_at IS NULL
  AND e.answered + e.taken_back + e.withdrawn
      <> coalesce((SELECT max(s.events) FROM walled.estimation s WHERE s.workspace_id = $1 AND s.project_id = p.project_id), 0)

-- name: tasks
-- Each task that was answered, in the order of ids, and how many events it has.
SELECT task_id, count(*)::int FROM (
    SELECT n.task_id FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = $2
    UNION ALL
    SELECT n.task_id FROM walled.withdrawal w
    JOIN walled.annotation n ON n.workspace_id = w.workspace_id AND n.submit_id = w.submit_id
    WHERE w.workspace_id = $1 AND w.project_id = $2) e
WHERE NOT EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = e.task_id AND t.state = 'withdrawn')
GROUP BY task_id ORDER BY task_id

-- name: people
-- Each person who answered, in the order of pseudonyms, and how many of their annotations stand.
SELECT n.pseudonym, (count(*) - count(w.submit_id))::int
FROM walled.annotation n
LEFT JOIN walled.withdrawal w ON w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id
WHERE n.workspace_id = $1 AND n.project_id = $2
  AND NOT EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = n.task_id AND t.state = 'withdrawn')
GROUP BY n.pseudonym ORDER BY n.pseudonym

-- name: votes
-- Every vote that stands. Without an order: to sort millions here would take from those who work meanwhile.
SELECT n.task_id, n.pseudonym, v.question, v.class
FROM walled.annotation n
CROSS JOIN LATERAL unnest(n.vote_question, n.vote_class) AS v (question, class)
WHERE n.workspace_id = $1 AND n.project_id = $2
  AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id)
  AND NOT EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = n.task_id AND t.state = 'withdrawn')

-- name: make_staging
CREATE TEMPORARY TABLE staged_estimate (task_id uuid, question smallint, base double precision[], n_base int, doubt double precision) ON COMMIT DROP

-- name: unstage
-- An estimate that saw more events than this one stays. In the order of tasks, so that two sweeps can't deadlock.
INSERT INTO walled.estimate AS e (workspace_id, project_id, task_id, question, base, n_base, doubt)
SELECT $1, $2, s.task_id, s.question, s.base, s.n_base, s.doubt FROM staged_estimate s ORDER BY s.task_id, s.question
ON CONFLICT (workspace_id, task_id, question) DO UPDATE
SET base = EXCLUDED.base, n_base = EXCLUDED.n_base, doubt = EXCLUDED.doubt, estimated_at = now()
WHERE e.n_base <= EXCLUDED.n_base

-- name: put_confusion
INSERT INTO walled.confusion (workspace_id, project_id, pseudonym, log_confusion, annotations) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id, project_id, pseudonym) DO UPDATE
SET log_confusion = EXCLUDED.log_confusion, annotations = EXCLUDED.annotations

-- name: put_estimation
INSERT INTO walled.estimation AS e (workspace_id, project_id, question, events, model, rounds, converged, alpha, alpha_low, alpha_high, alpha_tasks)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (workspace_id, project_id, question) DO UPDATE
SET events = EXCLUDED.events, model = EXCLUDED.model, rounds = EXCLUDED.rounds, converged = EXCLUDED.converged, alpha = EXCLUDED.alpha,
    alpha_low = EXCLUDED.alpha_low, alpha_high = EXCLUDED.alpha_high, alpha_tasks = EXCLUDED.alpha_tasks, estimated_at = now()
WHERE e.events <= EXCLUDED.events

-- name: events_of_project
SELECT (SELECT count(*) FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = $2)
     + (SELECT count(*) FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.project_id = $2)
     + (SELECT coalesce(sum(c.tasks), 0)::bigint FROM walled.project_event c
        WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.kind IN ('withdrawn', 'shredded'))

-- name: estimations
SELECT question, events, model, rounds, converged, alpha, alpha_low, alpha_high, alpha_tasks, estimated_at
FROM walled.estimation WHERE workspace_id = $1 AND project_id = $2 ORDER BY question

-- name: bases
SELECT task_id, question, base, n_base FROM walled.estimate WHERE workspace_id = $1 AND task_id = ANY ($2)

-- name: events
-- The events of some tasks in their order: annotations add their increment, withdrawals take it back.
SELECT n.task_id, 1 AS sign, n.vote_question, n.increment, n.event_no
FROM walled.annotation n WHERE n.workspace_id = $1 AND n.task_id = ANY ($2)
UNION ALL
SELECT n.task_id, -1, n.vote_question, n.increment, w.event_no
FROM walled.annotation n
JOIN walled.withdrawal w ON w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id
WHERE n.workspace_id = $1 AND n.task_id = ANY ($2)
ORDER BY event_no
