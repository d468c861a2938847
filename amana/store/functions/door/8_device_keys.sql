-- The key of what the bearer keeps on a device, and the person's body, under whose salt it is sealed. Where there is none yet, the one
-- that is offered becomes it. `p_person`: whose the page believes it is: a device may have changed hands. Of more than fifty devices
-- the one whose key nobody asked for longest gives way.
CREATE FUNCTION door.device_key(p_session_hash bytea, p_person uuid, p_device uuid, p_offered bytea)
RETURNS TABLE (person_id uuid, person_body bytea, body bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bearer commons.session := door.bearer(p_session_hash);
BEGIN
    IF bearer.audience <> 'annotator' THEN
        PERFORM sec.fail('no_session');
    ELSIF bearer.person_id <> p_person THEN
        PERFORM sec.fail('other_person');
    END IF;
    IF p_offered IS NOT NULL THEN
        INSERT INTO commons.device_key (person_id, device_id, body) VALUES (bearer.person_id, p_device, p_offered) ON CONFLICT DO NOTHING;
        DELETE FROM commons.device_key k WHERE k.person_id = bearer.person_id AND k.device_id IN (
            SELECT o.device_id FROM commons.device_key o WHERE o.person_id = bearer.person_id AND o.device_id <> p_device
            ORDER BY o.used_at DESC OFFSET 49);
    END IF;
    UPDATE commons.device_key k SET used_at = now()
    WHERE k.person_id = bearer.person_id AND k.device_id = p_device AND k.used_at < now() - interval '1 hour';
    RETURN QUERY
    SELECT p.person_id, p.body, k.body FROM commons.person p
    LEFT JOIN commons.device_key k ON k.person_id = p.person_id AND k.device_id = p_device
    WHERE p.person_id = bearer.person_id;
END $$;
