-- Every row that stands for the same party: itself, its survivor, and what was merged.
SELECT party.id
FROM people_party asked
JOIN people_party party
  ON coalesce(party.survivor_id, party.id) = coalesce(asked.survivor_id, asked.id)
WHERE asked.id = %(party)s
ORDER BY party.id
