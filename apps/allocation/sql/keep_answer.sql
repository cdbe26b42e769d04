-- Keeps the key of a request, if nobody used it before; gives its id then, else nothing. Who
-- uses it at the same moment waits until the first is through.
INSERT INTO allocation_keptanswer (who, key, request, status, answer)
VALUES (%(who)s, %(key)s, %(request)s, 0, '')
ON CONFLICT (who, key) DO NOTHING
RETURNING id
