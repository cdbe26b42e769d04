-- Every rule about what a person may do on one day: each post ever held, once for each
-- grant of that post and once alone if it has none, whether or not they count on the day.
-- Asked by the person or by the account they sign in with. One statement, because it runs
-- at every request of whoever signed in.
SELECT person.party_id AS person_id, named.name AS person_name,
       post.code AS post, post.title, office.name AS office,
       holding.kind, lower(holding.days) AS since, upper(holding.days) AS until,
       coalesce(holding.days @> %(day)s::date, false) AS is_held,
       cover.name AS covered_by,
       given.permission, district.number AS district,
       lower(given.days) AS granted_since, upper(given.days) AS granted_until,
       given.basis, coalesce(given.days @> %(day)s::date, false) AS is_granted
FROM people_person person
JOIN people_party named ON named.id = person.party_id
LEFT JOIN people_holding holding ON holding.person_id = person.party_id
LEFT JOIN people_post post ON post.id = holding.post_id
LEFT JOIN people_office office ON office.id = post.office_id
LEFT JOIN LATERAL (
    SELECT party.name
    FROM people_holding acting
    JOIN people_party party ON party.id = acting.person_id
    WHERE acting.post_id = holding.post_id AND acting.kind = 'acting'
      AND acting.days @> %(day)s::date
) cover ON holding.kind = 'titular'
LEFT JOIN people_grant given ON given.post_id = holding.post_id
LEFT JOIN territory_district district ON district.id = given.district_id
WHERE person.party_id = coalesce(
    %(person)s::bigint,
    (SELECT person_id FROM people_account WHERE user_id = %(user)s::bigint)
)
ORDER BY lower(holding.days), post.code, given.permission, district.number
