-- A staged key that stands for something else already: another debtor, thing or amount.
SELECT charge.key
FROM posting_charge charge
JOIN treasury_obligation known ON known.key = charge.key
WHERE (known.debtor_id, known.concept_id, known.about_kind, known.about_id)
      <> (charge.debtor_id, charge.concept_id, charge.about_kind, charge.about_id)
   OR known.amount <> (SELECT sum(amount) FROM posting_priced line WHERE line.key = charge.key)
ORDER BY charge.key
LIMIT 1
