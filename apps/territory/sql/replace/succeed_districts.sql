-- Put the new shape under the old key.
UPDATE territory_district old
SET number = new.number, name = new.name, outline = new.outline, source = new.source,
    certainty = new.certainty, municipality_id = new.municipality_id
FROM replace_district new
WHERE old.number = new.number + new.aside
