-- Parties that are likely the one described: the same number on a document whatever stands
-- behind it, the same tax number, a contact in common, or a name much alike (trigrams of the
-- folded name). Reasons are added up, best first; merged ones are left
-- out. Not the ORM: one index scan per reason, joined.
WITH described AS (
    SELECT regexp_replace(normalize(lower(%(name)s), NFD), '[\u0300-\u036f]', '', 'g') AS key
), reasons AS (
    SELECT person.party_id, 0.6 AS weight, 'document' AS reason
    FROM people_person person
    WHERE %(number)s <> '' AND person.document_number = %(number)s
    UNION ALL
    SELECT party_id, 0.8, 'nit' FROM people_organisation
    WHERE %(nit)s <> '' AND nit = %(nit)s
    UNION ALL
    SELECT DISTINCT party_id, 0.3, 'contact' FROM people_contactpoint
    WHERE value = ANY (%(contacts)s::text[])
    UNION ALL
    SELECT party.id, similarity(party.name_key, described.key) * 0.6, 'name'
    FROM people_party party, described
    WHERE party.name_key %% described.key
      AND similarity(party.name_key, described.key) >= %(least)s
), weighed AS (
    SELECT party_id, sum(weight) AS weight, array_agg(reason ORDER BY reason) AS reasons
    FROM reasons GROUP BY party_id
)
SELECT party.id AS party_id, party.name, party.kind, weighed.reasons,
       weighed.weight::float8 AS weight
FROM weighed
JOIN people_party party ON party.id = weighed.party_id
LEFT JOIN people_person person ON person.party_id = party.id
WHERE party.survivor_id IS NULL
  AND party.id <> coalesce(%(besides)s::bigint, 0)
  AND party.kind = %(kind)s
  AND (%(born_on)s::date IS NULL OR person.born_on IS NULL
       OR person.born_on = %(born_on)s::date OR 'document' = ANY (weighed.reasons))
ORDER BY weighed.weight DESC, party.id
LIMIT %(limit)s
