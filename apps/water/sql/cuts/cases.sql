-- Accounts that are overdue, or whose water is cut or about to be, as the guard of cuts sees
-- them; the largest debts first.
WITH overdue AS (
    SELECT owed.about_id::bigint AS account_id, count(*) AS bills,
           sum(owed.outstanding) AS owed, min(owed.due_on) AS first_due
    FROM treasury_obligation owed
    WHERE owed.about_kind = 'water.account'
      AND owed.state = 'open'
      AND owed.due_on < %(on)s
      AND owed.late_on_id IS NULL
      AND (%(account)s::text IS NULL OR owed.about_id = %(account)s::text)
      AND NOT EXISTS (
        SELECT FROM water_agreement_obligations covered
        JOIN water_agreement agreement ON agreement.id = covered.agreement_id
        WHERE covered.obligation_id = owed.id AND agreement.state = 'standing')
    GROUP BY owed.about_id
)
SELECT account.id AS account_id, account.number, coalesce(party.name, '') AS holder,
       connection.address, coalesce(overdue.bills, 0) AS overdue_bills,
       coalesce(overdue.owed, 0) AS owed, overdue.first_due,
       noticed.notices, noticed.noticed_at, claimed.open_claims,
       EXISTS (
         SELECT FROM water_protectedholder shield
         WHERE shield.party_id = holding.party_id AND shield.days @> %(on)s::date
       ) AS is_protected,
       connection.state = 'active' AS is_active,
       cut.id AS order_id, coalesce(cut.state, '') AS order_state
FROM water_account account
JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN overdue ON overdue.account_id = account.id
LEFT JOIN water_cutorder cut
  ON cut.account_id = account.id AND cut.state IN ('proposed', 'approved', 'cut')
LEFT JOIN water_holding holding
  ON holding.account_id = account.id AND holding.days @> %(on)s::date
LEFT JOIN people_party party ON party.id = holding.party_id
CROSS JOIN LATERAL (
    SELECT count(*) AS notices, max(notice.delivered_at) AS noticed_at
    FROM water_notice notice
    WHERE notice.account_id = account.id
      AND notice.delivered_at > coalesce(
        (SELECT max(earlier.reconnected_at) FROM water_cutorder earlier
         WHERE earlier.account_id = account.id), '-infinity')
) noticed
CROSS JOIN LATERAL (
    SELECT count(*) AS open_claims
    FROM water_claim claim
    WHERE claim.account_id = account.id AND claim.closed_at IS NULL
) claimed
WHERE account.operator_id = %(operator)s
  AND (%(account)s::text IS NOT NULL AND account.id = %(account)s::bigint
       OR %(account)s::text IS NULL
          AND (overdue.bills >= %(least)s OR cut.id IS NOT NULL))
ORDER BY overdue.owed DESC NULLS LAST, account.id
LIMIT %(most)s
