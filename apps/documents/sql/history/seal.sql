-- Seal the rows of one range of transactions, chained to the seal before.
-- Digest: SHA-256 over the seal's own words, the digest before, and the SHA-256 of each
-- row's line in order of its id. `domain/sealing.py` works out the same without the database.
INSERT INTO documents_seal (number, at, era, from_xid, until_xid, rows, previous, digest)
SELECT
  number, at, era, from_xid, until_xid, count, previous,
  sha256(
    convert_to(
      format('%%s %%s %%s %%s %%s %%s', number,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        era, from_xid, until_xid, count),
      'UTF8') || previous || lines)
FROM (
  SELECT
    coalesce((SELECT max(number) FROM documents_seal), 0) + 1 AS number,
    coalesce(
      (SELECT digest FROM documents_seal ORDER BY number DESC LIMIT 1),
      decode(repeat('00', 32), 'hex')) AS previous,
    clock_timestamp() AS at,
    %(era)s::bigint AS era,
    %(from_xid)s::bigint AS from_xid,
    %(until_xid)s::bigint AS until_xid,
    count(*) AS count,
    string_agg(
      sha256(convert_to(documents_history_line(h), 'UTF8')), ''::bytea ORDER BY h.id) AS lines
  FROM documents_history h
  WHERE h.era = %(era)s AND h.xid >= %(from_xid)s AND h.xid < %(until_xid)s
) batch
