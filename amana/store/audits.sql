-- name: insert
INSERT INTO walled.audit (workspace_id, audit_id, project_id, question, tasks, draws, body) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: copy_walls
-- What keeps people out of the audited project keeps them out of its audit.
UPDATE walled.project a
SET wall_elsewhere_days = p.wall_elsewhere_days, wall_not_from = p.wall_not_from, wall_only_from = p.wall_only_from,
    wall_clearance = p.wall_clearance, wall_countries = p.wall_countries
FROM walled.project p
WHERE a.workspace_id = $1 AND a.project_id = $2 AND p.workspace_id = $1 AND p.project_id = $3

-- name: insert_copies
-- In the order of their draws: the earlier one has the higher priority.
WITH copies AS (
    SELECT c.* FROM unnest($4::uuid[], $5::uuid[], $6::bytea[]) WITH ORDINALITY AS c (copy_id, task_id, digest, place)),
digests AS (
    INSERT INTO walled.task_digest (workspace_id, project_id, content_digest, task_id)
    SELECT $1, $2, c.digest, c.copy_id FROM copies c ON CONFLICT DO NOTHING)
INSERT INTO walled.task (workspace_id, task_id, project_id, batch_no, needed, slots, priority, audit_of)
SELECT $1, c.copy_id, $2, $3, 1, 1, cardinality($4::uuid[]) - c.place, c.task_id FROM copies c

-- name: of_project
SELECT audit_id, project_id, question, tasks, draws, body, begun_at, ended_at, judged FROM walled.audit
WHERE workspace_id = $1 AND project_id = $2 ORDER BY begun_at, audit_id

-- name: find
SELECT audit_id, project_id, question, tasks, draws, body, begun_at, ended_at, judged FROM walled.audit
WHERE workspace_id = $1 AND audit_id = $2

-- name: running
SELECT audit_id, project_id, question, tasks, draws, body, begun_at, ended_at, judged FROM walled.audit
WHERE workspace_id = $1 AND ended_at IS NULL ORDER BY begun_at, audit_id

-- name: ended
SELECT audit_id, project_id, question, tasks, draws, body, begun_at, ended_at, judged FROM walled.audit
WHERE workspace_id = $1 AND ended_at IS NOT NULL ORDER BY begun_at, audit_id

-- name: when_ended
SELECT count(*), max(ended_at) FROM walled.audit WHERE workspace_id = $1 AND ended_at IS NOT NULL

-- name: judgements
-- What stands of each copy: its state, and the first answer to the question that was not taken back. A settled one is over, a withdrawn
-- one was judged by nobody.
SELECT t.task_id, t.state, n.klass, n.pseudonym, n.submitted_at FROM walled.task t
LEFT JOIN LATERAL (
    SELECT n.vote_class[array_position(n.vote_question, $3::smallint)] AS klass, n.pseudonym, n.submitted_at FROM walled.annotation n
    WHERE n.workspace_id = $1 AND n.task_id = t.task_id
      AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id)
    ORDER BY n.event_no LIMIT 1) n ON true
WHERE t.workspace_id = $1 AND t.task_id = ANY ($2)

-- name: end
UPDATE walled.audit SET ended_at = now(), judged = $3 WHERE workspace_id = $1 AND audit_id = $2 AND ended_at IS NULL

-- name: copies
-- The copies of tasks, by the audit they are in.
SELECT t.project_id, t.task_id FROM walled.task t WHERE t.workspace_id = $1 AND t.audit_of = ANY ($2) ORDER BY t.project_id, t.task_id
