-- What a run stored: bills, water, and the same money four times. Without joins: nobody has
-- counted the rows of a run that is about to be undone.
SELECT (SELECT count(*) FROM water_bill),
       (SELECT sum(cubic_metres) FROM water_bill),
       (SELECT sum(amount) FROM water_bill),
       (SELECT sum(outstanding) FROM treasury_obligation WHERE about_kind = 'water.account'),
       (SELECT sum(line.amount) FROM treasury_line line
        WHERE line.concept_id = (SELECT id FROM treasury_concept
                                 WHERE code = 'water.service')),
       (SELECT -sum(amount) FROM treasury_leg WHERE account_id = 'income-water.service')
