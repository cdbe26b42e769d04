-- What a run stored: obligations, lines, legs, sums.
SELECT (SELECT count(*) FROM treasury_obligation WHERE about_kind = 'bench.account'),
       (SELECT sum(outstanding) FROM treasury_obligation
        WHERE about_kind = 'bench.account'),
       (SELECT sum(line.amount) FROM treasury_line line
        JOIN treasury_obligation owed ON owed.id = line.obligation_id
        WHERE owed.about_kind = 'bench.account'),
       (SELECT sum(leg.amount) FROM treasury_leg leg
        JOIN treasury_obligation owed ON owed.id = leg.obligation_id
        WHERE owed.about_kind = 'bench.account'),
       (SELECT sum(owed) FROM treasury_balance
        WHERE party_id IN (SELECT party_id FROM bench_account))
