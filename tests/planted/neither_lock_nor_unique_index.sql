-- Neither advisory lock nor unique index: two tabs of one person claim side by side, and nothing stops the second row.
-- The one hides that the other is missing, so both are off.
SELECT pg_temp.change('dispatch.top_up', 'turn      text := pg_advisory_xact_lock(hashtextextended(me::text, 1));', '');
SELECT pg_temp.change('dispatch.hand_out', $old$
        ON CONFLICT (workspace_id, pseudonym, task_id) DO UPDATE
        SET state = 'held', surplus = false, shown_at = NULL, claimed_at = EXCLUDED.claimed_at, lease_until = EXCLUDED.lease_until,
            guideline_version = EXCLUDED.guideline_version, rate_minor = EXCLUDED.rate_minor, currency = EXCLUDED.currency$old$, '');
ALTER TABLE walled.assignment DROP CONSTRAINT assignment_workspace_id_pseudonym_task_id_key;
