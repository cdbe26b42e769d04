-- How many accounts could be billed, and how many have a meter that nobody read.
-- Reads the relation `reckoned` (accounts.sql), and nothing of it but what is wrong.
SELECT count(*) FILTER (WHERE fault IS NULL) AS billable,
       count(*) FILTER (WHERE fault = 'unread') AS unread
FROM reckoned
