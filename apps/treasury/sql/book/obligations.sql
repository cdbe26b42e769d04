-- Brings what is outstanding up to date with the legs about to be written.
UPDATE treasury_obligation obligation
SET outstanding = obligation.outstanding + change.amount,
    state = CASE
        WHEN obligation.state = 'annulled' THEN 'annulled'
        WHEN obligation.outstanding + change.amount = 0 THEN 'settled'
        ELSE 'open'
    END
FROM unnest(%(obligations)s::bigint[], %(amounts)s::numeric[]) change (id, amount)
WHERE obligation.id = change.id
RETURNING obligation.id, obligation.key, obligation.about_kind, obligation.about_id,
          obligation.debtor_id, obligation.outstanding, change.amount AS change
