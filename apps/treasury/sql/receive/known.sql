-- Payments of the list that were booked before; one that says something else comes first.
SELECT payment.key,
       (payment.debtor_id, payment.amount, payment.means)
           = (receiving.debtor_id, receiving.amount, receiving.means) AS agrees
FROM receiving
JOIN treasury_payment payment ON payment.key = receiving.key
ORDER BY agrees, payment.key
