-- A pending ends at most once, as before; but the index that says so is one that "which end does this pending have" can use.
-- Its condition was on the kind, which such a question does not name: each read all transfers of the workspace instead.
SET LOCAL ROLE amana_owner;

CREATE UNIQUE INDEX transfer_end ON walled.transfer (workspace_id, pending_id) WHERE pending_id IS NOT NULL;
DROP INDEX walled.transfer_one_end;
