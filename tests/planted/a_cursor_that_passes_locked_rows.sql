-- A cursor that passes locked rows: what somebody else had locked at that moment lies behind it for ever.
SELECT pg_temp.change('dispatch.pick_along_cursor', 'passed := passed OR ahead IS DISTINCT FROM picked;', 'passed := false;');
