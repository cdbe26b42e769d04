-- How many calls for works of the municipality's own the record holds.
SELECT count(DISTINCT cuce)
FROM record
WHERE split_part(cuce, '-', 2) = %(entity)s AND tipo_de_contratacion = 'Obras'
