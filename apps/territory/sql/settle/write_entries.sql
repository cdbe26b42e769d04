-- Bring territory_gazetteerentry to what was staged; entries that are right stay untouched.
WITH staged AS MATERIALIZED (
    SELECT *, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) AS position
    FROM settle_entry
), gone AS (
    DELETE FROM territory_gazetteerentry entry
    WHERE NOT EXISTS (
        SELECT FROM staged
        WHERE staged.kind = entry.kind AND staged.target = entry.target
          AND staged.key = entry.key
    )
)
INSERT INTO territory_gazetteerentry AS entry
    (label, key, sound, kind, target, district_number, weight, position)
SELECT label, key, sound, kind, target, district_number, weight, position
FROM staged
ON CONFLICT (kind, target, key) DO UPDATE
    SET label = EXCLUDED.label, sound = EXCLUDED.sound,
        district_number = EXCLUDED.district_number,
        weight = EXCLUDED.weight, position = EXCLUDED.position
    WHERE (entry.label, entry.sound, entry.district_number, entry.weight, entry.position)
        IS DISTINCT FROM (EXCLUDED.label, EXCLUDED.sound, EXCLUDED.district_number,
                          EXCLUDED.weight, EXCLUDED.position)
