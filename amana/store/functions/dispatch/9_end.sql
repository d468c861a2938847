GRANT EXECUTE ON FUNCTION dispatch.claim, dispatch.submit, dispatch.undo, dispatch.skip, dispatch.release, dispatch.shown, dispatch.my_projects,
    dispatch.my_statement, dispatch.my_totals, dispatch.guideline, dispatch.media TO amana_annotator;
GRANT EXECUTE ON FUNCTION dispatch.facts, dispatch.expire, dispatch.settle, dispatch.wind_up, dispatch.shred_tasks, dispatch.shred_project,
    dispatch.note_shred TO amana_engine;
GRANT EXECUTE ON FUNCTION dispatch.direct, dispatch.offer, dispatch.people, dispatch.invite_again, dispatch.set_needed, dispatch.set_priority, dispatch.withdraw_batch,
    dispatch.withdraw_copies, dispatch.set_frozen,
    dispatch.wind_up, dispatch.take_back, dispatch.end_directions, dispatch.end_membership, dispatch.let_back,
    dispatch.shred_tasks, dispatch.shred_project, dispatch.note_shred TO amana_client;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA dispatch FROM amana_dispatch;
