-- Stages the batch for the treasury. The connection's place in the territory is known, so the
-- treasury need not look for it.
INSERT INTO posting_charge
    (key, debtor_id, concept_id, due_on, priced_on, about_kind, about_id, place)
SELECT format('water:%%s:%%s', account.account_id, %(month)s::text), account.party_id,
       %(concept)s, %(due_on)s, %(first)s, 'water.account', account.account_id::text,
       connection.position
FROM billing_account account
JOIN billing_total total ON total.account_id = account.account_id
JOIN water_connection connection ON connection.id = account.connection_id
WHERE total.amount > 0
ORDER BY account.account_id;
INSERT INTO posting_line (key, ordinal, price_id, text, quantity)
SELECT format('water:%%s:%%s', line.account_id, %(month)s::text),
       row_number() OVER (PARTITION BY line.account_id ORDER BY line.ordinal = 0, line.ordinal),
       coalesce(line.price_id, 0), line.text, line.quantity
FROM billing_line line;
INSERT INTO posting_spot
SELECT charge.ordinal, coalesce(connection.district_id, 0), coalesce(connection.otb_id, 0),
       coalesce(connection.zone_id, 0), coalesce(connection.street_id, 0)
FROM posting_charge charge
JOIN billing_account account ON account.account_id = charge.about_id::bigint
JOIN water_connection connection ON connection.id = account.connection_id
