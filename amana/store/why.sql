-- name: member
SELECT walled.shown_state(p.state, w.frozen_at), p.skips_a_day_max, p.has_person_wall, m.added_at, m.ended_at, m.skills
FROM walled.project_member m
JOIN walled.workspace w ON w.workspace_id = m.workspace_id
JOIN walled.project p ON p.workspace_id = m.workspace_id AND p.project_id = m.project_id
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.pseudonym = $3

-- name: own
-- What a person did in the project. Skips are counted as dispatch counts them: by when the task was claimed.
SELECT count(*) FILTER (WHERE a.state = 'held'), min(a.lease_until) FILTER (WHERE a.state = 'held'),
       count(*) FILTER (WHERE a.state = 'answered'), count(*) FILTER (WHERE a.state = 'skipped'),
       count(*) FILTER (WHERE a.state = 'skipped' AND a.claimed_at > now() - interval '1 day'),
       greatest(max(a.claimed_at), max(a.shown_at), max(n.submitted_at))
FROM walled.assignment a
LEFT JOIN walled.annotation n ON n.workspace_id = a.workspace_id AND n.assignment_id = a.assignment_id AND n.revision = a.revision
WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.pseudonym = $3

-- name: presence
SELECT signed_in, last_shown_at FROM sec.presence($1)

-- name: unsettled
SELECT count(*) FROM walled.task WHERE workspace_id = $1 AND project_id = $2 AND state = 'open'

-- name: places
-- Where each unsettled task of the project is to a person with these skills: one place a task, the first that fits.
SELECT placed.place, count(*), min(placed.until) FROM (
    SELECT CASE
               WHEN mine.state = 'held' THEN 'held'
               WHEN mine.state = 'answered' THEN 'answered'
               WHEN mine.state IN ('skipped', 'set_aside') THEN 'skipped'
               WHEN mine.state = 'taken_back' THEN 'taken_back'
               WHEN meant.for_me THEN 'open'
               WHEN t.undecided THEN 'undecided'
               WHEN t.answered >= t.needed THEN 'complete'
               WHEN t.slots > 0 AND t.skill = ANY ($4) THEN 'open'
               WHEN t.slots > 0 THEN 'needs_skill'
               WHEN held.until IS NOT NULL THEN 'with_others'
               ELSE 'meant_for_others'
           END AS place,
           CASE
               WHEN mine.state = 'held' THEN mine.lease_until
               WHEN mine.state IN ('answered', 'skipped', 'set_aside', 'taken_back') OR meant.for_me OR t.slots > 0 OR t.answered >= t.needed THEN NULL
               ELSE coalesce(held.until, meant.until)
           END AS until
    FROM walled.task t
    LEFT JOIN walled.assignment mine
        ON mine.workspace_id = t.workspace_id AND mine.task_id = t.task_id AND mine.pseudonym = $3
    LEFT JOIN (
        SELECT a.task_id, min(a.lease_until) AS until FROM walled.assignment a
        WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.state = 'held' AND NOT a.surplus GROUP BY a.task_id) held
        ON held.task_id = t.task_id
    LEFT JOIN (
        SELECT r.task_id, bool_or(r.pseudonym = $3) AS for_me, min(r.directed_until) AS until FROM walled.returned r
        WHERE r.workspace_id = $1 AND r.project_id = $2 AND r.directed GROUP BY r.task_id) meant
        ON meant.task_id = t.task_id
    WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state = 'open') placed
GROUP BY placed.place ORDER BY placed.place

-- name: task
SELECT t.state, p.state, t.undecided, t.needed, t.answered, t.slots,
       (SELECT count(*) FROM walled.assignment a
        WHERE a.workspace_id = $1 AND a.task_id = $3 AND a.surplus AND a.state = 'answered'),
       -- As settling asks it: the time that was frozen with the last needed answer, and every answer's own window.
       greatest(nullif(t.ripe_at, 'infinity'), (
           SELECT max(n.submitted_at) + make_interval(secs => p.undo_seconds) FROM walled.annotation n
           WHERE n.workspace_id = $1 AND n.task_id = $3
             AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.submit_id = n.submit_id))),
       (SELECT max(x.created_at) FROM walled.annotation n
        JOIN walled.transfer x ON x.workspace_id = $1 AND x.submit_id = n.submit_id AND x.kind = 'posted'
        WHERE n.workspace_id = $1 AND n.task_id = $3 AND t.state = 'settled'),
       sec.sweep_ended('settle tasks'), now()
FROM walled.task t JOIN walled.project p ON p.workspace_id = t.workspace_id AND p.project_id = t.project_id
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = $3

-- name: holders
SELECT a.pseudonym, false, a.lease_until FROM walled.assignment a
WHERE a.workspace_id = $1 AND a.task_id = $2 AND a.state = 'held' AND NOT a.surplus
UNION ALL
SELECT r.pseudonym, true, r.directed_until FROM walled.returned r
WHERE r.workspace_id = $1 AND r.task_id = $2 AND r.directed
ORDER BY 3
