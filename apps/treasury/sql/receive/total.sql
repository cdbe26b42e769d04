-- What the new payments of the list come to.
SELECT sum(amount) AS total FROM receiving
