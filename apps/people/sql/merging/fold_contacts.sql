-- What a duplicate says twice is dropped before its rows move: contacts and standing
-- consents the survivor has too, grounds that overlap, and second preferences.
WITH same_contacts AS (
    DELETE FROM people_contactpoint lost USING people_contactpoint kept
    WHERE lost.party_id = %(merged)s AND kept.party_id = %(survivor)s
      AND (kept.kind, kept.value) = (lost.kind, lost.value)
), second_preferences AS (
    UPDATE people_contactpoint lost SET is_preferred = false
    FROM people_contactpoint kept
    WHERE lost.party_id = %(merged)s AND kept.party_id = %(survivor)s
      AND kept.kind = lost.kind AND kept.is_preferred AND kept.value <> lost.value
), same_consents AS (
    DELETE FROM people_consent lost USING people_consent kept
    WHERE lost.party_id = %(merged)s AND kept.party_id = %(survivor)s
      AND kept.purpose = lost.purpose
      AND kept.withdrawn_on IS NULL AND lost.withdrawn_on IS NULL
)
DELETE FROM people_vulnerability lost USING people_vulnerability kept
WHERE lost.person_id = %(merged)s AND kept.person_id = %(survivor)s
  AND kept.kind = lost.kind AND kept.days && lost.days
