-- What each account owes on the day `on`, by class of age; one row for each part of the
-- territory that its debts were posted in, so that sums agree with the treasury's. `end_day`
-- is the first on which a debt grows into another class. Nobody looked whether a row is all
-- that an account owes.
-- Reads the relation `aged_obligation` (apps.treasury.queries.aged_obligations).
SELECT owed.account_id, owed.district_id, owed.otb_id, owed.zone_id, owed.street_id,
       connection.position, false AS is_whole, owed.obligations, owed.total, owed."current",
       owed.one, owed.two, owed.three_to_six, owed.seven_to_twelve, owed.older, owed.class,
       owed.oldest, owed.end_day
FROM (
    SELECT about_id::bigint AS account_id, district_id, otb_id, zone_id, street_id,
           count(*)::int AS obligations, sum(outstanding) AS total,
           coalesce(sum(outstanding) FILTER (WHERE class = 0), 0) AS "current",
           coalesce(sum(outstanding) FILTER (WHERE class = 1), 0) AS one,
           coalesce(sum(outstanding) FILTER (WHERE class = 2), 0) AS two,
           coalesce(sum(outstanding) FILTER (WHERE class = 3), 0) AS three_to_six,
           coalesce(sum(outstanding) FILTER (WHERE class = 4), 0) AS seven_to_twelve,
           coalesce(sum(outstanding) FILTER (WHERE class = 5), 0) AS older,
           max(class) AS class, min(due_on) AS oldest,
           min(least(
               (date_trunc('month', due_on) + make_interval(months => reached - 1))::date
                   + extract(day FROM due_on)::int,
               (date_trunc('month', due_on) + make_interval(months => reached))::date
           )) AS end_day
    FROM aged_obligation
    CROSS JOIN LATERAL (
        SELECT CASE class WHEN 0 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 7
                          WHEN 4 THEN 13 END AS reached
    ) next
    WHERE about_kind = 'water.account'
    GROUP BY about_id, district_id, otb_id, zone_id, street_id
) owed
LEFT JOIN water_account account ON account.id = owed.account_id
LEFT JOIN water_connection connection ON connection.id = account.connection_id
