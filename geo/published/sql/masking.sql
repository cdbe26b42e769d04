-- Masked points: a secret that no reading role can reach, and the displacement made of it.
-- The secret is in the dump of the database, so a restored town masks as before.
CREATE SCHEMA IF NOT EXISTS masking;
REVOKE ALL ON SCHEMA masking FROM PUBLIC;

CREATE TABLE IF NOT EXISTS masking.secret (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  key bytea NOT NULL
);
-- gen_random_uuid draws 122 bits from the system's strong source.
INSERT INTO masking.secret (key)
SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid(), '-', ''), 'hex')
ON CONFLICT DO NOTHING;

-- The point that stands for `place`: between `nearest` and `farthest` metres away, evenly
-- over that ring's area, always the same for one `thing`.
CREATE OR REPLACE FUNCTION masking.displaced(
  place geometry, thing text, nearest float8, farthest float8
) RETURNS geometry LANGUAGE sql STABLE AS $$
  WITH drawn AS (
    SELECT encode(sha256(key || convert_to(thing, 'UTF8')), 'hex') AS digits
    FROM masking.secret
  )
  SELECT ST_Project(
    place::geography,
    sqrt(nearest ^ 2 + (farthest ^ 2 - nearest ^ 2)
      * ('x' || substr(digits, 1, 12))::bit(48)::bigint / 2 ^ 48),
    2 * pi() * ('x' || substr(digits, 13, 12))::bit(48)::bigint / 2 ^ 48
  )::geometry FROM drawn
$$;
REVOKE ALL ON FUNCTION masking.displaced FROM PUBLIC;
