GRANT EXECUTE ON FUNCTION door.authenticate, door.workspaces_of_session, door.redeem, door.sessions, door.end_sessions, door.end_session, door.events,
    door.lives, door.ask, door.asked, door.enrolling, door.enrol, door.passkeys, door.remove_passkey, door.passkey, door.enter_by_passkey,
    door.refuse_passkey, door.make_codes, door.codes_left, door.enter_by_code, door.attempt, door.enter_by_password, door.refuse_password,
    door.set_password, door.remove_password, door.password_set_at,
    door.link_identity, door.unlink_identity, door.identity_linked_at, door.enter_by_identity,
    door.propose_operator, door.decide_operator, door.operators, door.proposals, door.end_operator, door.departures,
    door.look, door.take_in, door.my_attested, door.workspaces_of_vendor, door.device_key,
    door.neutrality, door.propose_declaration, door.declaration_proposals, door.declaration, door.announce, door.decline_declaration
    TO amana_door;
GRANT EXECUTE ON FUNCTION door.staff, door.invite_staff, door.off_board_staff TO amana_client;
GRANT EXECUTE ON FUNCTION door.all_events, door.end_all_of, door.create_operator, door.create_vendor, door.attest TO amana_operator;
GRANT EXECUTE ON FUNCTION door.vendor, door.supplied_people, door.supply, door.end_supplied, door.attest_supplied TO amana_vendor;

SET LOCAL ROLE amana_owner;
REVOKE CREATE ON SCHEMA door FROM amana_gate;
