-- How a hold stands at this moment: whether all its claims bind, and for how long yet.
SELECT count(*) AS spaces,
       coalesce(bool_and(upper(claim.in_force) > clock.moment), false) AS binds,
       greatest(0, ceil(extract(epoch FROM min(upper(claim.in_force)) - clock.moment)))::int
           AS seconds
FROM allocation_claim claim, (SELECT clock_timestamp() AS moment) clock
WHERE claim.hold_id = %(hold)s AND claim.kind = 'hold'
  AND lower(claim.in_force) = (
      SELECT max(lower(latest.in_force)) FROM allocation_claim latest
      WHERE latest.hold_id = %(hold)s AND latest.kind = 'hold')
