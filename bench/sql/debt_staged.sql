-- The months that each account owes, staged for one posting.
WITH owed AS (
    SELECT account_id, party_id, month,
           format('bench:%%s:%%s', account_id, month) AS key
    FROM bench_debt, generate_series(1, months) month
), charge AS (
    INSERT INTO posting_charge
        (key, debtor_id, concept_id, due_on, about_kind, about_id, place)
    SELECT key, party_id, %(concept)s, %(on)s::date - month * 30, 'water.account',
           account_id::text, connection.position
    FROM owed
    JOIN water_account account ON account.id = owed.account_id
    JOIN water_connection connection ON connection.id = account.connection_id
)
INSERT INTO posting_line (key, ordinal, price_id, quantity)
SELECT key, 1, %(price)s, 1 + month %% 3 FROM owed
