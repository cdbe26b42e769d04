-- Who holds the new accounts. One identity card or tax number is one party, one that is
-- registered is found; without either every account has a holder of its own, for a name
-- alone says nothing: twins are merged later by people who ask.
DROP TABLE IF EXISTS padron_holder;
CREATE TEMPORARY TABLE padron_holder ON COMMIT DROP AS
SELECT DISTINCT ON (identity) identity, entry_id, holder, is_organisation,
       nullif(card[1], '') AS number, coalesce(card[2], '') AS complement,
       coalesce(card[3], '') AS issued_in, nit, NULL::bigint AS party_id,
       false AS is_new
FROM (
    SELECT *, CASE
        WHEN is_organisation AND nit IS NOT NULL THEN 'nit ' || nit
        WHEN NOT is_organisation AND card IS NOT NULL
            THEN concat_ws(' ', 'ci', card[1], coalesce(card[2], '-'), card[3])
        ELSE 'entry ' || entry_id END AS identity
    FROM padron_new
) named
ORDER BY identity, entry_id;
UPDATE padron_holder holder
SET party_id = coalesce(party.survivor_id, party.id)
FROM people_organisation organisation
JOIN people_party party ON party.id = organisation.party_id
WHERE holder.is_organisation AND organisation.nit = holder.nit;
UPDATE padron_holder holder
SET party_id = known.party_id
FROM (
    SELECT DISTINCT ON (asked.identity) asked.identity,
           coalesce(party.survivor_id, party.id) AS party_id
    FROM padron_holder asked
    JOIN people_person person
      ON person.document_number = asked.number AND person.document_kind = 'ci'
     AND person.complement = asked.complement
     AND (person.issued_in = asked.issued_in OR person.issued_in = '' OR asked.issued_in = '')
    JOIN people_party party ON party.id = person.party_id
    WHERE NOT asked.is_organisation
    ORDER BY asked.identity, (person.issued_in = asked.issued_in) DESC, person.party_id
) known
WHERE known.identity = holder.identity;
UPDATE padron_holder
SET party_id = nextval(pg_get_serial_sequence('people_party', 'id')), is_new = true
WHERE party_id IS NULL;
-- "Surnames, given names" is turned round; else the last two words are the surnames.
DROP TABLE IF EXISTS padron_name;
CREATE TEMPORARY TABLE padron_name ON COMMIT DROP AS
SELECT party_id, holder, is_organisation, number, complement, issued_in, nit,
       CASE WHEN is_organisation THEN left(holder, 200)
            ELSE left(btrim(given || ' ' || surnames), 200) END AS name,
       left(given, 90) AS given_names,
       left(split_part(surnames, ' ', 1), 54) AS first_surname,
       left(btrim(substr(surnames, length(split_part(surnames, ' ', 1)) + 1)), 54)
           AS second_surname
FROM (
    SELECT *,
           CASE WHEN holder ~ '^[^,]+,\s*[^,]+$' THEN btrim(split_part(holder, ',', 2))
                WHEN array_length(words, 1) > 2
                    THEN array_to_string(words[:array_length(words, 1) - 2], ' ')
                ELSE words[1] END AS given,
           CASE WHEN holder ~ '^[^,]+,\s*[^,]+$' THEN btrim(split_part(holder, ',', 1))
                WHEN array_length(words, 1) > 2
                    THEN array_to_string(words[array_length(words, 1) - 1:], ' ')
                ELSE coalesce(words[2], words[1]) END AS surnames
    FROM (
        SELECT *, string_to_array(btrim(replace(holder, ',', ' ')), ' ') AS words
        FROM padron_holder WHERE is_new
    ) split
) parted;
INSERT INTO people_party (id, kind, name, recorded_by)
SELECT party_id, CASE WHEN is_organisation THEN 'organisation' ELSE 'person' END, name,
       %(by)s
FROM padron_name ORDER BY party_id;
INSERT INTO people_person (party_id, given_names, first_surname, second_surname,
    document_kind, document_number, complement, issued_in)
SELECT party_id, given_names, first_surname, second_surname,
       CASE WHEN number IS NULL THEN '' ELSE 'ci' END, coalesce(number, ''),
       CASE WHEN number IS NULL THEN '' ELSE complement END,
       CASE WHEN number IS NULL THEN '' ELSE issued_in END
FROM padron_name WHERE NOT is_organisation;
INSERT INTO people_organisation (party_id, kind, nit)
SELECT party_id, 'other', coalesce(nit, '') FROM padron_name WHERE is_organisation;
UPDATE padron_new fresh
SET party_id = holder.party_id
FROM padron_holder holder
WHERE holder.identity = CASE
    WHEN fresh.is_organisation AND fresh.nit IS NOT NULL THEN 'nit ' || fresh.nit
    WHEN NOT fresh.is_organisation AND fresh.card IS NOT NULL
        THEN concat_ws(' ', 'ci', fresh.card[1], coalesce(fresh.card[2], '-'), fresh.card[3])
    ELSE 'entry ' || fresh.entry_id END
