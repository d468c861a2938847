GRANT EXECUTE ON FUNCTION dispatch.claim, dispatch.submit, dispatch.undo, dispatch.skip, dispatch.release, dispatch.shown, dispatch.my_projects,
    dispatch.my_statement, dispatch.my_totals, dispatch.guideline, dispatch.media, dispatch.keep_draft,
    dispatch.pass_on, dispatch.my_concerns, dispatch.correct_time, dispatch.my_days, dispatch.my_answers, dispatch.read_guideline, dispatch.ask,
    dispatch.questions, dispatch.my_last_answers TO amana_annotator;
GRANT EXECUTE ON FUNCTION dispatch.supplied_work TO amana_vendor;
GRANT EXECUTE ON FUNCTION dispatch.shown_name, dispatch.facts, dispatch.answered, dispatch.expire, dispatch.settle, dispatch.collect, dispatch.wind_up, dispatch.shred_tasks, dispatch.shred_project,
    dispatch.note_shred TO amana_engine;
GRANT EXECUTE ON FUNCTION dispatch.direct, dispatch.offer, dispatch.people, dispatch.invite_again, dispatch.collect, dispatch.set_needed, dispatch.set_priority, dispatch.withdraw_batch,
    dispatch.withdraw_copies, dispatch.set_frozen, dispatch.decide_concern,
    dispatch.wind_up, dispatch.take_back, dispatch.end_directions, dispatch.end_membership, dispatch.let_back, dispatch.off_board, dispatch.give_back_all,
    dispatch.shred_tasks, dispatch.shred_project, dispatch.note_shred TO amana_client;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA dispatch FROM amana_dispatch;
