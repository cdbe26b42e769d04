-- Blocks a stand, or puts it on sale again: one change that everybody is told of.
UPDATE allocation_space
SET state = CASE state WHEN 'open' THEN 'blocked' ELSE 'open' END
WHERE code = %(code)s
