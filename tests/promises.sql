-- What must hold at every moment, between any two commits: each statement looks, past every wall, for rows that break one
-- promise, of one workspace or (NULL) of all, and finds none.

-- name: standing
-- The answers that were not taken back; the other statements begin with it.
SELECT n.* FROM walled.annotation n
WHERE NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id)

-- name: nobody_has_a_task_twice
SELECT a.pseudonym, a.task_id FROM walled.assignment a WHERE a.workspace_id = $1 OR $1 IS NULL
GROUP BY a.workspace_id, a.pseudonym, a.task_id HAVING count(*) > 1

-- name: nobody_answers_a_task_twice
SELECT n.pseudonym, n.task_id FROM standing n WHERE n.workspace_id = $1 OR $1 IS NULL
GROUP BY n.workspace_id, n.pseudonym, n.task_id HAVING count(*) > 1

-- name: an_assignment_is_answered_exactly_when_its_newest_answer_stands
SELECT a.assignment_id, a.state, a.revision FROM walled.assignment a
CROSS JOIN LATERAL (
    SELECT count(*) AS given, count(*) FILTER (WHERE s.submit_id IS NOT NULL) AS stand,
           bool_or(s.submit_id IS NOT NULL AND s.revision = a.revision AND s.surplus = a.surplus) AS newest
    FROM walled.annotation n LEFT JOIN standing s ON s.workspace_id = n.workspace_id AND s.submit_id = n.submit_id
    WHERE n.workspace_id = a.workspace_id AND n.assignment_id = a.assignment_id) n
WHERE (a.workspace_id = $1 OR $1 IS NULL)
  AND CASE WHEN a.state = 'answered' THEN n.stand <> 1 OR NOT n.newest OR n.given <> a.revision
           ELSE n.stand <> 0 OR n.given <> a.revision - 1 END

-- name: a_task_counts_its_answers
SELECT t.task_id, t.answered FROM walled.task t
WHERE (t.workspace_id = $1 OR $1 IS NULL) AND t.answered <> (
    SELECT count(*) FROM standing n WHERE n.workspace_id = t.workspace_id AND n.task_id = t.task_id AND NOT n.surplus)

-- name: needed_is_answered_and_held_and_meant_and_slots
-- No task has more than it needs, but for answers that are recorded as surplus.
SELECT t.task_id, t.needed, t.answered, t.slots FROM walled.task t
WHERE (t.workspace_id = $1 OR $1 IS NULL) AND t.needed <> t.slots + t.answered
    + (SELECT count(*) FROM walled.assignment a
       WHERE a.workspace_id = t.workspace_id AND a.task_id = t.task_id AND a.state = 'held' AND NOT a.surplus)
    + (SELECT count(*) FROM walled.returned r WHERE r.workspace_id = t.workspace_id AND r.task_id = t.task_id AND r.directed)

-- name: a_settled_task_has_what_it_needs
SELECT t.task_id, t.needed, t.answered FROM walled.task t
WHERE (t.workspace_id = $1 OR $1 IS NULL) AND t.state = 'settled' AND t.answered <> t.needed

-- name: a_full_task_will_settle
SELECT t.task_id FROM walled.task t WHERE (t.workspace_id = $1 OR $1 IS NULL) AND t.due AND t.ripe_at IS NULL

-- name: each_answer_has_one_pending_at_the_frozen_rate
SELECT n.submit_id FROM standing n
JOIN walled.assignment a ON a.workspace_id = n.workspace_id AND a.assignment_id = n.assignment_id
LEFT JOIN walled.transfer x ON x.workspace_id = n.workspace_id AND x.submit_id = n.submit_id AND x.kind = 'pending'
LEFT JOIN walled.account work ON work.workspace_id = x.workspace_id AND work.account_id = x.debit_account_id
LEFT JOIN walled.account owed ON owed.workspace_id = x.workspace_id AND owed.account_id = x.credit_account_id
WHERE n.workspace_id = $1 OR $1 IS NULL
GROUP BY n.workspace_id, n.submit_id
HAVING count(x.transfer_id) <> 1 OR NOT bool_and(
    x.amount_minor = a.rate_minor AND x.currency = a.currency AND work.kind = 'work' AND owed.kind = 'payable'
    AND owed.pseudonym = n.pseudonym AND work.currency = x.currency AND owed.currency = x.currency)

-- name: what_is_pending_ends_once_and_as_it_should
-- Taken back: voided. Standing on a task that is over: posted. Standing on an open one: neither yet.
SELECT x.submit_id FROM walled.transfer x
CROSS JOIN LATERAL (
    SELECT NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = x.workspace_id AND w.submit_id = x.submit_id) AS stands,
           (SELECT (SELECT t.state <> 'open' FROM walled.task t WHERE t.workspace_id = n.workspace_id AND t.task_id = n.task_id)
            FROM walled.annotation n WHERE n.workspace_id = x.workspace_id AND n.submit_id = x.submit_id) AS over) now
LEFT JOIN walled.transfer e ON e.workspace_id = x.workspace_id AND e.pending_id = x.transfer_id AND e.kind <> 'pending'
WHERE (x.workspace_id = $1 OR $1 IS NULL) AND x.kind = 'pending'
GROUP BY x.workspace_id, x.transfer_id, x.submit_id, now.stands, now.over
HAVING count(*) FILTER (WHERE e.kind = 'voided') <> (NOT now.stands)::int
    OR count(*) FILTER (WHERE e.kind = 'posted') <> (now.stands AND now.over)::int
    OR NOT bool_and(e.kind IS NULL OR (e.amount_minor = x.amount_minor AND e.currency = x.currency AND CASE e.kind
        WHEN 'posted' THEN e.debit_account_id = x.debit_account_id AND e.credit_account_id = x.credit_account_id
        ELSE e.debit_account_id = x.credit_account_id AND e.credit_account_id = x.debit_account_id END))

-- name: the_log_has_each_answer_once
SELECT coalesce(n.assignment_id, l.assignment_id) AS assignment_id FROM (
    SELECT n.workspace_id, n.pseudonym::text AS actor, n.project_id, n.task_id, n.assignment_id, 'revision ' || n.revision AS detail,
           count(*) AS times
    FROM walled.annotation n WHERE n.workspace_id = $1 OR $1 IS NULL GROUP BY 1, 2, 3, 4, 5, 6) n
FULL JOIN (
    SELECT l.workspace_id, l.actor, l.project_id, l.task_id, l.assignment_id, l.detail, count(*) AS times
    FROM walled.access_log l WHERE l.kind = 'answered' AND (l.workspace_id = $1 OR $1 IS NULL) GROUP BY 1, 2, 3, 4, 5, 6) l
USING (workspace_id, actor, project_id, task_id, assignment_id, detail)
WHERE n.times IS DISTINCT FROM l.times

-- name: the_log_has_each_look
-- Whoever got a task has a row of it, not older than the handing out; who saw it, of that too; nobody saw it more often than
-- they got it.
SELECT a.assignment_id FROM walled.assignment a
LEFT JOIN walled.access_log l ON l.workspace_id = a.workspace_id AND l.task_id = a.task_id AND l.assignment_id = a.assignment_id
    AND l.actor = a.pseudonym::text
WHERE a.workspace_id = $1 OR $1 IS NULL
GROUP BY a.workspace_id, a.assignment_id
HAVING coalesce(max(l.at) FILTER (WHERE l.kind = 'released'), '-infinity') < a.claimed_at
    OR coalesce(max(l.at) FILTER (WHERE l.kind = 'shown'), '-infinity') < a.shown_at
    OR count(*) FILTER (WHERE l.kind = 'shown') > count(*) FILTER (WHERE l.kind = 'released')

-- name: no_row_of_the_log_is_altered
SELECT l.seq FROM walled.access_log l
WHERE (l.workspace_id = $1 OR $1 IS NULL) AND l.commitment <> walled.log_commitment(
    l.salt, l.workspace_id::text, l.kind, l.actor, coalesce(l.project_id::text, ''), coalesce(l.task_id::text, ''),
    coalesce(l.assignment_id::text, ''), l.detail, (extract(epoch FROM l.at) * 1000000)::bigint::text)
