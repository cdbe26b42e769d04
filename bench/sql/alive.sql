-- The bare server answers when its database does.
SELECT 'ok'
