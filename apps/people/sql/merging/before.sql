-- What the register says about one party, word for word, for the log of merges.
SELECT jsonb_build_object(
    'party', (SELECT to_jsonb(party) FROM people_party party WHERE id = %(party)s),
    'person', (SELECT to_jsonb(person) FROM people_person person
               WHERE party_id = %(party)s),
    'organisation', (SELECT to_jsonb(organisation) FROM people_organisation organisation
                     WHERE party_id = %(party)s),
    'contacts', (SELECT jsonb_agg(to_jsonb(contact)) FROM people_contactpoint contact
                 WHERE party_id = %(party)s),
    'consents', (SELECT jsonb_agg(to_jsonb(consent)) FROM people_consent consent
                 WHERE party_id = %(party)s),
    'vulnerabilities', (SELECT jsonb_agg(to_jsonb(ground)) FROM people_vulnerability ground
                        WHERE person_id = %(party)s)
) AS said
