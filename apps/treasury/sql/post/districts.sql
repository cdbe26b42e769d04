-- Numbers of the districts of what is to be posted; a row without one for what lies in none.
SELECT DISTINCT district.number
FROM posting_charge charge
LEFT JOIN posting_spot spot USING (ordinal)
LEFT JOIN territory_district district ON district.id = spot.district_id
