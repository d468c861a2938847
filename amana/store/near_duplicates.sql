-- name: behind
-- Projects with a batch that was not looked through, or where tasks were withdrawn since, so that a copy may have lost its
-- original. Withdrawals are counted by their rows in the trail. A closed project offers nothing.
SELECT p.project_id, p.task_type, b.tasks, w.portions
FROM walled.project p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.tasks), 0)::bigint AS tasks, bool_or(s.sifted_at IS NULL) AS waits, max(s.withdrawals) AS withdrawals
    FROM walled.batch b
    LEFT JOIN walled.sifting s ON s.workspace_id = $1 AND s.project_id = b.project_id AND s.batch_no = b.batch_no
    WHERE b.workspace_id = $1 AND b.project_id = p.project_id AND b.tasks > 0) b
CROSS JOIN LATERAL (
    SELECT count(*) AS portions FROM walled.project_event e
    WHERE e.workspace_id = $1 AND e.project_id = p.project_id AND e.kind IN ('withdrawn', 'shredded')) w
WHERE p.workspace_id = $1 AND p.state <> 'closed' AND (b.waits OR w.portions <> b.withdrawals)

-- name: unread
-- The first batch of which tasks are to be read.
SELECT b.batch_no, b.tasks, coalesce(s.tasks_read, 0), greatest(coalesce(s.read_no, 0), b.batch_no::bigint << 32)
FROM walled.batch b
LEFT JOIN walled.sifting s ON s.workspace_id = $1 AND s.project_id = b.project_id AND s.batch_no = b.batch_no
WHERE b.workspace_id = $1 AND b.project_id = $2 AND coalesce(s.tasks_read, 0) < b.tasks
ORDER BY b.batch_no LIMIT 1

-- name: contents
-- The next tasks of a batch, at most so many and no more bytes than so many unless it is one task.
SELECT c.task_id, c.task_no, c.body FROM (
    SELECT c.task_id, c.task_no, c.body, sum(length(c.body)) OVER (ORDER BY c.task_no) - length(c.body) AS bytes_before
    FROM walled.task_content c
    WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no > $3 AND c.task_no < ($4::bigint + 1) << 32
    ORDER BY c.task_no LIMIT $5) c
WHERE c.bytes_before < $6 ORDER BY c.task_no

-- name: keep_page
INSERT INTO walled.band_page (workspace_id, project_id, last_no, tasks, body) VALUES ($1, $2, $3, $4, $5)

-- name: keep_read
INSERT INTO walled.sifting AS s (workspace_id, project_id, batch_no, tasks_read, read_no) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id, project_id, batch_no) DO UPDATE SET tasks_read = s.tasks_read + EXCLUDED.tasks_read, read_no = EXCLUDED.read_no

-- name: pages
-- In the order of tasks: how many have keys, and whether those after `judged_no` are still to be compared.
SELECT p.last_no, p.tasks, s.judged_no, s.sifted_at IS NOT NULL
FROM walled.band_page p
JOIN walled.sifting s ON s.workspace_id = $1 AND s.project_id = $2 AND s.batch_no = p.last_no >> 32
WHERE p.workspace_id = $1 AND p.project_id = $2 ORDER BY p.last_no

-- name: page
SELECT p.body FROM walled.band_page p WHERE p.workspace_id = $1 AND p.project_id = $2 AND p.last_no = $3

-- name: orphans
-- Tasks that are no copies any more, because what they were copies of was withdrawn.
SELECT d.task_no FROM walled.near_duplicate d
JOIN walled.task o ON o.workspace_id = $1 AND o.task_id = d.original_id AND o.state = 'withdrawn'
JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = d.task_id AND t.state <> 'withdrawn'
WHERE d.workspace_id = $1 AND d.project_id = $2 ORDER BY d.task_no

-- name: known
-- Tasks by their numbers, those that are not withdrawn, with the number of what each is known to be a copy of.
SELECT c.task_no, (SELECT d.original_no FROM walled.near_duplicate d
                   JOIN walled.task o ON o.workspace_id = $1 AND o.task_id = d.original_id AND o.state <> 'withdrawn'
                   WHERE d.workspace_id = $1 AND d.task_id = c.task_id)
FROM walled.task_content c
JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = c.task_id AND t.state <> 'withdrawn'
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no = ANY ($3)

-- name: numbered
SELECT c.task_id, c.task_no, c.body FROM walled.task_content c
WHERE c.workspace_id = $1 AND c.project_id = $2 AND c.task_no = ANY ($3)

-- name: forget
DELETE FROM walled.near_duplicate d WHERE d.workspace_id = $1 AND d.project_id = $2 AND d.task_no = ANY ($3)

-- name: keep
INSERT INTO walled.near_duplicate (workspace_id, project_id, task_id, task_no, original_id, original_no, likeness)
SELECT $1, $2, f.* FROM unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::double precision[]) f

-- name: keep_judged
UPDATE walled.sifting SET judged_no = $3 WHERE workspace_id = $1 AND project_id = $2 AND batch_no = $3::bigint >> 32 AND judged_no < $3

-- name: keep_sifted
-- Every batch that was wholly read is now looked through, and compared as of so many withdrawals.
UPDATE walled.sifting s SET sifted_at = coalesce(s.sifted_at, now()), withdrawals = $4
WHERE s.workspace_id = $1 AND s.project_id = $2 AND s.batch_no = ANY ($3)

-- name: read_batches
SELECT s.batch_no FROM walled.sifting s
JOIN walled.batch b ON b.workspace_id = $1 AND b.project_id = $2 AND b.batch_no = s.batch_no AND b.tasks <= s.tasks_read
WHERE s.workspace_id = $1 AND s.project_id = $2

-- name: count
-- What a project's page says. Tasks that were withdrawn are nobody's copies, and nobody is theirs.
SELECT p.tasks, r.to_read, r.read, r.looking, d.copies, d.open_copies, d.held
FROM (SELECT count(*) AS tasks FROM walled.task t WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state <> 'withdrawn'
      AND ($3::int IS NULL OR t.batch_no = $3)) p,
     (SELECT coalesce(sum(b.tasks), 0)::bigint AS to_read, coalesce(sum(s.tasks_read), 0)::bigint AS read,
             coalesce(bool_or(s.sifted_at IS NULL), false) AS looking
      FROM walled.batch b
      LEFT JOIN walled.sifting s ON s.workspace_id = $1 AND s.project_id = b.project_id AND s.batch_no = b.batch_no
      WHERE b.workspace_id = $1 AND b.project_id = $2 AND b.tasks > 0 AND ($3::int IS NULL OR b.batch_no = $3)) r,
     (SELECT count(*) AS copies, count(*) FILTER (WHERE t.state = 'open') AS open_copies,
             coalesce(sum(t.needed - t.answered - t.slots) FILTER (WHERE t.state = 'open'), 0)::bigint AS held
      FROM walled.near_duplicate d
      JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = d.task_id AND t.state <> 'withdrawn'
      JOIN walled.task o ON o.workspace_id = $1 AND o.task_id = d.original_id AND o.state <> 'withdrawn'
      WHERE d.workspace_id = $1 AND d.project_id = $2 AND ($3::int IS NULL OR d.task_no >> 32 = $3)) d

-- name: groups
-- The next originals with how many copies each has, and the first copies: along an index, however many there are in all.
WITH originals AS MATERIALIZED (
    SELECT d.original_no, d.original_id, count(*) AS in_all FROM walled.near_duplicate d
    JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = d.task_id AND t.state <> 'withdrawn'
    JOIN walled.task o ON o.workspace_id = $1 AND o.task_id = d.original_id AND o.state <> 'withdrawn'
    WHERE d.workspace_id = $1 AND d.project_id = $2 AND ($3::int IS NULL OR d.task_no >> 32 = $3)
      AND d.original_no > coalesce((SELECT l.task_no FROM walled.task_content l WHERE l.workspace_id = $1 AND l.task_id = $4), 0)
    GROUP BY d.original_no, d.original_id ORDER BY d.original_no LIMIT $5)
SELECT o.original_id, c.task_id, c.likeness, o.in_all FROM originals o
CROSS JOIN LATERAL (
    SELECT d.task_id, d.task_no, d.likeness FROM walled.near_duplicate d
    JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = d.task_id AND t.state <> 'withdrawn'
    WHERE d.workspace_id = $1 AND d.project_id = $2 AND d.original_no = o.original_no AND ($3::int IS NULL OR d.task_no >> 32 = $3)
    ORDER BY d.task_no LIMIT $6) c
ORDER BY o.original_no, c.task_no

-- name: find
SELECT d.original_id, d.likeness FROM walled.near_duplicate d
JOIN walled.task o ON o.workspace_id = $1 AND o.task_id = d.original_id AND o.state <> 'withdrawn'
WHERE d.workspace_id = $1 AND d.project_id = $2 AND d.task_id = $3
