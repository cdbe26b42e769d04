-- Why a party (null: nobody knows who) may not hold some spaces now by the windows of the
-- sale: for each such space the window through which it waits for somebody else, if it does,
-- which windows are open, and when the next one opens that would let this party in.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment
), refused AS MATERIALIZED (
    SELECT space.id, space.code, space.tariff, clock.moment
    FROM allocation_space space, clock
    WHERE space.offering_id = %(offering)s AND space.code = ANY(%(codes)s::text[])
      AND NOT allocation_may_hold(space.id, %(party)s, clock.moment)
), covering AS MATERIALIZED (
    SELECT refused.id AS space, refused.moment, w.id, w.name, w.rank, w.admits, w.opens
    FROM refused
    JOIN allocation_window w
      ON w.offering_id = %(offering)s AND w.tariff IN ('', refused.tariff)
)
SELECT refused.code, waits.name AS waits_by, waits.until AS waits_until,
       coalesce(open.names, '') AS open_for, later.name AS next_name, later.first AS next_at
FROM refused
LEFT JOIN LATERAL (
    SELECT covering.name, upper(covering.opens) AS until
    FROM covering
    JOIN allocation_admission admission
      ON admission.window_id = covering.id AND admission.space_id = refused.id
     AND admission.withdrawn_at IS NULL AND admission.party_id IS DISTINCT FROM %(party)s
    WHERE covering.space = refused.id AND upper(covering.opens) > covering.moment
    ORDER BY upper(covering.opens) DESC
    LIMIT 1
) waits ON true
LEFT JOIN LATERAL (
    SELECT string_agg(covering.name, ', ' ORDER BY covering.rank, covering.id) AS names
    FROM covering
    WHERE covering.space = refused.id AND covering.opens @> covering.moment
) open ON true
LEFT JOIN LATERAL (
    SELECT covering.name, lower(covering.opens) AS first
    FROM covering
    WHERE covering.space = refused.id AND lower(covering.opens) > covering.moment
      AND (covering.admits = 'everyone' OR EXISTS (
          SELECT FROM allocation_admission admission
          WHERE admission.window_id = covering.id AND admission.party_id = %(party)s
            AND admission.withdrawn_at IS NULL
            AND (admission.space_id IS NULL OR admission.space_id = refused.id)))
    ORDER BY lower(covering.opens)
    LIMIT 1
) later ON true
ORDER BY refused.code
