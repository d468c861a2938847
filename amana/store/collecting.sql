-- name: deciding
-- Projects where the engine decides and something is undecided: how many answers there are, and when somebody last waited.
SELECT p.project_id, p.task_type, p.body,
       (SELECT count(*) FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = p.project_id),
       (SELECT max(m.waiting_at) FROM walled.project_member m WHERE m.workspace_id = $1 AND m.project_id = p.project_id)
FROM walled.project p
WHERE p.workspace_id = $1 AND p.annotations_min IS NOT NULL AND p.chosen_among = 'present' AND p.state = 'open'
  AND EXISTS (SELECT FROM walled.task t WHERE t.workspace_id = $1 AND t.project_id = p.project_id AND t.undecided)

-- name: heard
SELECT t.task_id FROM walled.task t
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.undecided AND t.needed > 0 ORDER BY t.needed DESC, t.task_id LIMIT $3

-- name: unheard
SELECT t.task_id FROM walled.task t
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.undecided AND t.needed = 0 ORDER BY t.task_id LIMIT $3

-- name: undecided
SELECT t.task_id, t.answered::int FROM walled.task t
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.task_id = ANY ($3::uuid[]) AND t.undecided ORDER BY t.task_id

-- name: asked
-- Who is not asked again.
SELECT a.task_id, a.pseudonym FROM walled.assignment a
WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.task_id = ANY ($3::uuid[]) AND a.state NOT IN ('released', 'expired')

-- name: people
-- Who worked here in the last day or waited for a task, the latest first; and how many tasks each could be given at this moment:
-- nothing to whoever is away, or can take an open task, which comes first.
SELECT seen.pseudonym,
       CASE WHEN seen.at > now() - make_interval(secs => $4)
             AND NOT EXISTS (
                 SELECT FROM walled.task t
                 WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.open AND t.skill = ANY (seen.skills)
                   AND NOT EXISTS (SELECT FROM walled.assignment a
                                   WHERE a.workspace_id = $1 AND a.task_id = t.task_id AND a.pseudonym = seen.pseudonym
                                     AND a.state NOT IN ('released', 'expired')))
            THEN greatest(0, $5::int
                - (SELECT count(*) FROM walled.assignment a
                   WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.pseudonym = seen.pseudonym AND a.state = 'held')
                - (SELECT count(*) FROM walled.returned r
                   WHERE r.workspace_id = $1 AND r.project_id = $2 AND r.pseudonym = seen.pseudonym AND r.directed))::int
            ELSE 0 END
FROM (
    SELECT m.pseudonym, m.skills,
           greatest(m.waiting_at, (SELECT max(a.claimed_at) FROM walled.assignment a
                                   WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.pseudonym = m.pseudonym)) AS at
    FROM walled.project_member m WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.ended_at IS NULL) seen
WHERE seen.at > now() - interval '1 day' ORDER BY seen.at DESC, seen.pseudonym LIMIT $3

-- name: brought
SELECT b.pseudonym, b.vendor_id FROM sec.brought_here() b
