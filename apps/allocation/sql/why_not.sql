-- Why spaces of an offering could not be held: how each of the codes that were asked for
-- stands now.
SELECT asked.code,
       coalesce(
           CASE WHEN EXISTS (
               SELECT FROM allocation_claim claim
               WHERE claim.space_id = space.id
                 AND claim.in_force && tstzrange(clock_timestamp(), NULL)
                 AND (upper(claim.during) IS NULL OR upper(claim.during) > clock_timestamp())
           ) THEN 'taken' ELSE space.state END,
           'unknown') AS standing
FROM unnest(%(codes)s::text[]) WITH ORDINALITY asked (code, place)
LEFT JOIN allocation_space space
  ON space.code = asked.code
 AND space.offering_id = (SELECT id FROM allocation_offering WHERE code = %(offering)s)
 AND space.state <> 'withdrawn'
ORDER BY asked.place
