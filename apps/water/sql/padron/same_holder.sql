-- Rows that look like the same account twice: one holder within ten metres, two numbers.
SELECT twin.line, other.number || ' · ' || twin.holder AS detail
FROM candidates twin
JOIN candidates other
  ON lower(btrim(other.holder)) = lower(btrim(twin.holder)) AND other.line < twin.line
 AND ST_DWithin(other.shape, twin.shape, 0.0001)
 AND ST_DWithin(other.shape::geography, twin.shape::geography, 10)
