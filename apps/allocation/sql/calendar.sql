-- The windows of an offering as one party (null: nobody knows who) sees them now: whether each
-- is open or over, whether it admits them, and which spaces wait for them until it closes.
SELECT w.id AS window, w.name, w.rank, w.admits, w.tariff,
       lower(w.opens) AS first, upper(w.opens) AS last,
       w.opens @> clock.moment AS is_open,
       upper(w.opens) <= clock.moment AS is_over,
       w.admits = 'everyone' OR mine.count > 0 AS admits_me,
       coalesce(mine.codes, '{}') AS codes,
       every.count AS admitted
FROM allocation_window w
CROSS JOIN (SELECT clock_timestamp() AS moment) clock
CROSS JOIN LATERAL (
    SELECT count(*), array_agg(space.code ORDER BY space.code)
                     FILTER (WHERE space.id IS NOT NULL) AS codes
    FROM allocation_admission admission
    LEFT JOIN allocation_space space ON space.id = admission.space_id
    WHERE admission.window_id = w.id AND admission.party_id = %(party)s
      AND admission.withdrawn_at IS NULL
) mine
CROSS JOIN LATERAL (
    SELECT count(DISTINCT admission.party_id)
    FROM allocation_admission admission
    WHERE admission.window_id = w.id AND admission.withdrawn_at IS NULL
) every
WHERE w.offering_id = %(offering)s
ORDER BY lower(w.opens), w.rank, w.id
