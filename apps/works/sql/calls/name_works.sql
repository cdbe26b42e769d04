-- Say which work each call belongs to: the one it has, else the oldest of its label, else a
-- new one. A new work is called by the base of its earliest call; if that is another work's
-- already it takes the next base it has, and if none is left it joins that other work.
CREATE TEMP TABLE works_coded ON COMMIT DROP AS
WITH known AS (
    SELECT label, min(work_id) AS work_id FROM works_staged GROUP BY label
), bases AS (
    SELECT staged.label, staged.base, min(staged.called_on) AS called_on,
           min(staged.cuce) AS cuce
    FROM works_staged staged
    JOIN known ON known.label = staged.label AND known.work_id IS NULL
    GROUP BY staged.label, staged.base
), ranked AS (
    SELECT bases.*, taken.id IS NOT NULL AS is_taken,
           row_number() OVER (PARTITION BY label ORDER BY called_on, bases.cuce) AS place
    FROM bases
    LEFT JOIN works_work taken ON taken.code = bases.base
), first_choice AS (
    SELECT DISTINCT ON (base) base, label
    FROM ranked
    WHERE place = 1 AND NOT is_taken
    ORDER BY base, called_on, cuce
), next_choice AS (
    SELECT DISTINCT ON (base) base, label, place
    FROM ranked
    WHERE NOT is_taken
      AND base NOT IN (SELECT base FROM first_choice)
      AND label NOT IN (SELECT label FROM first_choice)
    ORDER BY base, called_on, cuce
), fresh AS (
    SELECT label, base AS code FROM first_choice
    UNION ALL
    (SELECT DISTINCT ON (label) label, base FROM next_choice ORDER BY label, place)
), joined AS (
    SELECT ranked.label, coalesce(host.code, ranked.base) AS code
    FROM ranked
    LEFT JOIN first_choice winner ON winner.base = ranked.base
    LEFT JOIN fresh host ON host.label = winner.label
    WHERE ranked.place = 1 AND ranked.label NOT IN (SELECT label FROM fresh)
)
SELECT known.label, work.code FROM known JOIN works_work work ON work.id = known.work_id
UNION ALL SELECT label, code FROM fresh
UNION ALL SELECT label, code FROM joined;
ANALYZE works_coded;
CREATE TEMP TABLE works_named ON COMMIT DROP AS
SELECT staged.cuce, coalesce(own.code, coded.code) AS code
FROM works_staged staged
JOIN works_coded coded USING (label)
LEFT JOIN works_work own ON own.id = staged.work_id;
ANALYZE works_named
