-- What each account owes on the day `on`, by class of age; one row for each part of the
-- territory that its debts were posted in, so that sums agree with the treasury's.
-- Reads the relation `aged_obligation` (apps.treasury.queries.aged_obligations).
SELECT about_id::bigint AS account_id, district_id, otb_id, zone_id, street_id,
       count(*)::int AS obligations, sum(outstanding) AS total,
       coalesce(sum(outstanding) FILTER (WHERE class = 0), 0) AS "current",
       coalesce(sum(outstanding) FILTER (WHERE class = 1), 0) AS one,
       coalesce(sum(outstanding) FILTER (WHERE class = 2), 0) AS two,
       coalesce(sum(outstanding) FILTER (WHERE class = 3), 0) AS three_to_six,
       coalesce(sum(outstanding) FILTER (WHERE class = 4), 0) AS seven_to_twelve,
       coalesce(sum(outstanding) FILTER (WHERE class = 5), 0) AS older,
       max(class) AS class, min(due_on) AS oldest
FROM aged_obligation
WHERE about_kind = 'water.account'
GROUP BY about_id, district_id, otb_id, zone_id, street_id
