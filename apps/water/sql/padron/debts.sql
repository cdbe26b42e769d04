-- The parts of opening debts that are owed for one month, for the treasury to post. Where each
-- connection lies is known, so the treasury need not look for it.
INSERT INTO posting_charge (key, debtor_id, concept_id, due_on, priced_on, about_kind,
    about_id, place)
SELECT 'water:opening:' || entry_id || ':' || to_char(%(month)s::date, 'YYYY-MM'), party_id,
       %(concept)s, (%(month)s::date + interval '1 month - 1 day')::date, %(month)s::date,
       'water.account', account_id::text, position
FROM padron_new
WHERE is_billed_here AND debt > 0
  AND %(month)s::date <= date_trunc('month', debt_until)
  AND %(month)s::date
      > date_trunc('month', debt_until) - make_interval(months => debt_months::int)
  AND (trunc(debt / debt_months, 2) > 0
       OR %(month)s::date = (date_trunc('month', debt_until)
              - make_interval(months => debt_months - 1))::date);
INSERT INTO posting_line (key, ordinal, price_id, quantity)
SELECT charge.key, 1, %(price)s,
       trunc(fresh.debt / fresh.debt_months, 2)
       + CASE WHEN %(month)s::date = (date_trunc('month', fresh.debt_until)
                   - make_interval(months => fresh.debt_months - 1))::date
              THEN fresh.debt - fresh.debt_months * trunc(fresh.debt / fresh.debt_months, 2)
              ELSE 0 END
FROM posting_charge charge
JOIN padron_new fresh ON fresh.account_id::text = charge.about_id;
INSERT INTO posting_spot
SELECT charge.ordinal, coalesce(spot.district_id, 0), coalesce(spot.otb_id, 0),
       coalesce(spot.zone_id, 0), coalesce(spot.street_id, 0)
FROM posting_charge charge
JOIN padron_new fresh ON fresh.account_id::text = charge.about_id
JOIN padron_spot spot ON spot.ordinal = fresh.ordinal
