-- Stages the batch for the treasury. The connection's place in the territory is known, so the
-- treasury need not look for it: numbering the charges here tells at once whose place it is.
WITH charge AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY account.account_id)::int AS ordinal,
           account.account_id, account.party_id, connection.position, connection.district_id,
           connection.otb_id, connection.zone_id, connection.street_id
    FROM billing_account account
    JOIN billing_total total ON total.account_id = account.account_id
    JOIN water_connection connection ON connection.id = account.connection_id
    WHERE total.amount > 0
), spot AS (
    INSERT INTO posting_spot
    SELECT ordinal, coalesce(district_id, 0), coalesce(otb_id, 0), coalesce(zone_id, 0),
           coalesce(street_id, 0)
    FROM charge
)
INSERT INTO posting_charge
    (ordinal, key, debtor_id, concept_id, due_on, priced_on, about_kind, about_id, place)
OVERRIDING SYSTEM VALUE
SELECT ordinal, format('water:%%s:%%s', account_id, %(month)s::text), party_id, %(concept)s,
       %(due_on)s, %(first)s, 'water.account', account_id::text, position
FROM charge
ORDER BY ordinal;
INSERT INTO posting_line (key, ordinal, price_id, text, quantity)
SELECT format('water:%%s:%%s', line.account_id, %(month)s::text),
       row_number() OVER (PARTITION BY line.account_id ORDER BY line.ordinal = 0, line.ordinal),
       coalesce(line.price_id, 0), line.text, line.quantity
FROM billing_line line
