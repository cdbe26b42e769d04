-- What was paid for holds, and what became of it.
SELECT coalesce(sum(obligation.amount) FILTER (WHERE obligation.state = 'settled'), 0)
         + coalesce(sum(refund.amount), 0) AS settled,
       coalesce(sum(obligation.amount) FILTER (WHERE hold.outcome = 'sold'), 0) AS sold,
       coalesce(sum(refund.amount), 0) AS refunds
FROM allocation_hold hold
JOIN treasury_obligation obligation ON obligation.id = hold.obligation_id
LEFT JOIN treasury_refund refund ON refund.id = hold.refund_id
