-- Accounts in debt, one by one: who answers for them, where they are, when somebody was last
-- at the door; so many of them (`most_rows`), after the first `skipped`.
-- `sorted` is overdue, oldest, address or walk: the order in which one walks along streets.
-- Reads the relation `chosen`.
WITH owing AS (
    SELECT account_id, sum(obligations)::int AS obligations, sum(total) AS total,
           sum("current") AS "current", sum(one) AS one, sum(two) AS two,
           sum(three_to_six) AS three_to_six, sum(seven_to_twelve) AS seven_to_twelve,
           sum(older) AS older, max(class) AS age_place, min(oldest) AS oldest
    FROM chosen
    GROUP BY account_id
    HAVING max(class) > 0 OR NOT %(only_overdue)s
)
SELECT owing.*, coalesce(account.number, '') AS number, account.category,
       party.id AS party_id, party.name AS holder, connection.address,
       street.name AS street, otb.name AS otb, parcel.code AS parcel,
       ST_X(connection.position) AS longitude, ST_Y(connection.position) AS latitude,
       latest.made_at AS visited_at, latest.outcome, promised.due_on AS promised_for
FROM owing
LEFT JOIN water_account account ON account.id = owing.account_id
LEFT JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN territory_street street ON street.id = connection.street_id
LEFT JOIN territory_otb otb ON otb.id = connection.otb_id
LEFT JOIN territory_parcel parcel ON parcel.id = connection.parcel_id
LEFT JOIN water_routestop stop ON stop.connection_id = connection.id
LEFT JOIN water_holding holding
       ON holding.account_id = account.id AND holding.days @> %(on)s::date
LEFT JOIN people_party party ON party.id = holding.party_id
LEFT JOIN LATERAL (
    SELECT visit.made_at, visit.outcome
    FROM water_visit visit
    WHERE visit.account_id = owing.account_id AND visit.made_at < %(until)s::timestamptz
    ORDER BY visit.made_at DESC
    LIMIT 1
) latest ON true
LEFT JOIN LATERAL (
    SELECT promise.due_on
    FROM water_visit visit JOIN water_promise promise ON promise.visit_id = visit.id
    WHERE visit.account_id = owing.account_id AND visit.made_at < %(until)s::timestamptz
    ORDER BY promise.due_on DESC
    LIMIT 1
) promised ON true
ORDER BY
    CASE WHEN %(sorted)s = 'walk' THEN stop.route_id END,
    CASE WHEN %(sorted)s = 'walk' THEN stop.ordinal END,
    CASE WHEN %(sorted)s IN ('walk', 'address') THEN street.name END,
    CASE WHEN %(sorted)s IN ('walk', 'address') THEN
        ST_LineLocatePoint(ST_GeometryN(street.axis, 1), connection.position) END,
    CASE WHEN %(sorted)s = 'oldest' THEN owing.oldest END,
    owing.total - owing."current" DESC, owing.account_id
LIMIT %(most_rows)s OFFSET %(skipped)s
