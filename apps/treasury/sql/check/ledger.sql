-- Everything in the books that does not agree; an empty answer proves that all does.
SELECT what, id::text AS id, expected, found
FROM (
    SELECT 'entry' AS what, entry.id, 0::numeric AS expected,
           coalesce(sum(leg.amount), 0) AS found
    FROM treasury_entry entry
    LEFT JOIN treasury_leg leg ON leg.entry_id = entry.id
    GROUP BY entry.id
    HAVING coalesce(sum(leg.amount), 0) <> 0 OR count(leg.id) < 2
    UNION ALL
    SELECT 'obligation', obligation.id, coalesce(booked.amount, 0), obligation.outstanding
    FROM treasury_obligation obligation
    LEFT JOIN (
        SELECT obligation_id, sum(amount) AS amount
        FROM treasury_leg WHERE obligation_id IS NOT NULL GROUP BY obligation_id
    ) booked ON booked.obligation_id = obligation.id
    WHERE coalesce(booked.amount, 0) <> obligation.outstanding
    UNION ALL
    SELECT 'lines', obligation.id, coalesce(lines.amount, 0), obligation.amount
    FROM treasury_obligation obligation
    LEFT JOIN (
        SELECT obligation_id, sum(amount) AS amount FROM treasury_line GROUP BY obligation_id
    ) lines ON lines.obligation_id = obligation.id
    WHERE coalesce(lines.amount, 0) <> obligation.amount
    UNION ALL
    SELECT 'balance', coalesce(balance.party_id, booked.party_id),
           coalesce(booked.net, 0),
           coalesce(balance.owed - balance.advances - balance.refunds, 0)
    FROM treasury_balance balance
    FULL JOIN (
        SELECT party_id, sum(amount) AS net,
               sum(amount) FILTER (WHERE account_id = 'receivable') AS owed,
               -sum(amount) FILTER (WHERE account_id = 'advances') AS advances,
               -sum(amount) FILTER (WHERE account_id = 'refunds') AS refunds
        FROM treasury_leg WHERE party_id IS NOT NULL GROUP BY party_id
    ) booked ON booked.party_id = balance.party_id
    WHERE (coalesce(booked.owed, 0), coalesce(booked.advances, 0),
           coalesce(booked.refunds, 0))
          <> (coalesce(balance.owed, 0), coalesce(balance.advances, 0),
              coalesce(balance.refunds, 0))
    UNION ALL
    SELECT 'payment', payment.id, payment.amount, coalesce(booked.amount, 0)
    FROM treasury_payment payment
    LEFT JOIN (
        SELECT entry_id, sum(amount) AS amount
        FROM treasury_leg WHERE account_id IN ('cash', 'bank', 'bank-qr') GROUP BY entry_id
    ) booked ON booked.entry_id = payment.entry_id
    WHERE coalesce(booked.amount, 0) <> payment.amount
    UNION ALL
    SELECT 'count', shift.id, shift.difference, coalesce(booked.amount, 0)
    FROM treasury_shift shift
    LEFT JOIN (
        SELECT entry_id, sum(amount) AS amount
        FROM treasury_leg WHERE account_id = 'cash' GROUP BY entry_id
    ) booked ON booked.entry_id = shift.entry_id
    WHERE shift.entry_id IS NOT NULL AND coalesce(booked.amount, 0) <> shift.difference
) broken
ORDER BY what, broken.id
