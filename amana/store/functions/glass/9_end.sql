GRANT EXECUTE ON FUNCTION glass.workspaces, glass.require_workspace, glass.ask, glass.standing_of, glass.leave, glass.projects, glass.guideline,
    glass.tasks, glass.task, glass.annotations TO amana_operator;
GRANT EXECUTE ON FUNCTION glass.requests, glass.standing, glass.decline, glass.end TO amana_client;
GRANT EXECUTE ON FUNCTION glass.approving, glass.approve TO amana_door;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA glass FROM amana_glass;
