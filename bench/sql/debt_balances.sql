-- What a platform would keep that holds a balance for each account, by class of age.
CREATE TABLE bench_balance AS
SELECT about_id::bigint AS account_id, obligation.district_id, obligation.otb_id,
       obligation.zone_id, obligation.street_id, connection.position,
       sum(outstanding) AS total,
       coalesce(sum(outstanding) FILTER (WHERE months = 1), 0) AS one,
       coalesce(sum(outstanding) FILTER (WHERE months = 2), 0) AS two,
       coalesce(sum(outstanding) FILTER (WHERE months BETWEEN 3 AND 6), 0) AS three,
       coalesce(sum(outstanding) FILTER (WHERE months BETWEEN 7 AND 12), 0) AS seven,
       coalesce(sum(outstanding) FILTER (WHERE months > 12), 0) AS older,
       max(months) AS months
FROM treasury_obligation obligation
JOIN water_account account ON account.id = about_id::bigint
JOIN water_connection connection ON connection.id = account.connection_id
CROSS JOIN LATERAL (
    SELECT (extract(year FROM %(on)s::date) - extract(year FROM due_on)) * 12
           + extract(month FROM %(on)s::date) - extract(month FROM due_on)
           + (extract(day FROM %(on)s::date) > extract(day FROM due_on))::int AS months
) age
WHERE about_kind = 'water.account' AND obligation.state = 'open'
GROUP BY 1, 2, 3, 4, 5, 6;
CREATE INDEX ON bench_balance USING gist (position);
ANALYZE bench_balance
