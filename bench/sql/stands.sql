-- One offering on sale with so many stands in rows; gives its number.
WITH offering AS (
    INSERT INTO allocation_offering
        (code, title, is_announced, sale, during, hold_minutes, payment_minutes, legal_basis)
    VALUES ('bench', 'Bench', true, tstzrange(now() - interval '1 day', NULL),
            tstzrange(now() + interval '1 year', now() + interval '370 days'), 15, 60, 'Bench')
    RETURNING id
), stands AS (
    INSERT INTO allocation_space
        (offering_id, code, kind, state, place, tariff, about_kind, about_id, recorded_by)
    SELECT offering.id, 'B-' || n, 'stand', 'open',
           ST_MakeEnvelope(-66.28 + (n %% 200) * 0.00005, -17.40 + (n / 200) * 0.0001,
                           -66.27996 + (n %% 200) * 0.00005, -17.39996 + (n / 200) * 0.0001,
                           4326), '', '', '', 'bench'
    FROM offering, generate_series(1, %(count)s) n
)
SELECT id FROM offering
