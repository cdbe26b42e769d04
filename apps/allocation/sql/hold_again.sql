-- Holds the spaces of titles that were ended just before in this transaction, for some
-- minutes: from the moment each title ended, so that nobody comes between. The titles are
-- those that the hold's obligation bought, whoever had them last.
INSERT INTO allocation_claim (space_id, kind, hold_id, during, in_force, ended_why)
SELECT claim.space_id, 'hold', %(hold)s, claim.during,
       tstzrange(upper(claim.in_force),
                 upper(claim.in_force) + make_interval(mins => %(minutes)s)),
       ''
FROM allocation_claim claim
WHERE claim.obligation_id = %(obligation)s AND claim.kind = 'title'
  AND upper(claim.in_force) = (
      SELECT max(upper(latest.in_force)) FROM allocation_claim latest
      WHERE latest.obligation_id = %(obligation)s AND latest.kind = 'title')
ORDER BY claim.space_id
