-- What the posting came to.
SELECT count(*) AS new, coalesce(sum(amount), 0) AS total FROM posting_posted
