-- The next accounts without a bill of the period, with what each used and for which part of
-- the month water came. A meter's mark is what it had counted by the end of a month; what is
-- used in a month is the difference of two marks, over all meters that counted in it, so a
-- replaced meter or a month nobody billed loses nothing. A meter that turned over goes on
-- from nothing; one that was found lower for another reason counts nothing. Where a later month
-- is billed already, its bill counted this month's water: it is not counted once more.
WITH due AS (
    SELECT account.id, account.category, account.is_metered, account.connection_id,
           connection.pressure_zone_id
    FROM water_account account
    JOIN water_connection connection ON connection.id = account.connection_id
    WHERE account.operator_id = %(operator)s
      AND account.id > %(after)s
      AND account.state <> 'suspended'
      AND account.days && daterange(%(first)s, %(next)s)
      AND connection.state <> 'removed'
      AND NOT EXISTS (
        SELECT FROM water_bill bill
        WHERE bill.account_id = account.id AND bill.period_id = %(period)s
          AND bill.account_id > %(after)s)  -- else a run reads all that it billed, each time
      AND NOT EXISTS (
        SELECT FROM water_cutorder cut
        WHERE cut.account_id = account.id
          AND cut.cut_at < %(first)s::timestamp AT TIME ZONE %(zone)s
          AND (cut.reconnected_at IS NULL
               OR cut.reconnected_at >= %(next)s::timestamp AT TIME ZONE %(zone)s))
    ORDER BY account.id
    LIMIT %(batch)s
), mark AS (
    SELECT due.id, fitting.id AS fitting_id,
           10::numeric ^ meter.digits AS turns_at,
           reading.origin,
           NOT is_removed AND reading.id IS NULL AS is_unread,
           coalesce(previous.value, older.value, fitting.first_value) AS before,
           CASE WHEN is_removed THEN fitting.last_value ELSE reading.value END AS after
    FROM due
    JOIN water_meterfitting fitting
      ON fitting.connection_id = due.connection_id
     AND fitting.days && daterange(%(first)s, %(next)s)
    JOIN water_meter meter ON meter.id = fitting.meter_id
    CROSS JOIN LATERAL (
        SELECT fitting.last_value IS NOT NULL AND upper(fitting.days) <= %(next)s::date
            AS is_removed
    ) ended
    LEFT JOIN water_reading reading
      ON reading.meter_id = fitting.meter_id
     AND reading.period_id = %(period)s
     AND reading.connection_id = fitting.connection_id
    LEFT JOIN water_reading previous
      ON previous.meter_id = fitting.meter_id
     AND previous.period_id = %(previous)s::bigint
     AND previous.connection_id = fitting.connection_id
    LEFT JOIN LATERAL (
        SELECT earlier.value
        FROM water_reading earlier
        JOIN water_period period ON period.id = earlier.period_id
        WHERE previous.id IS NULL
          AND earlier.meter_id = fitting.meter_id
          AND earlier.connection_id = fitting.connection_id
          AND period.month < %(first)s
        ORDER BY period.month DESC
        LIMIT 1
    ) older ON true
    WHERE due.is_metered
), used AS (
    SELECT id,
           sum(greatest(0, CASE
               WHEN after < before AND before > 0.9 * turns_at AND after < 0.1 * turns_at
               THEN after + turns_at - before
               ELSE after - before
           END)) AS cubic_metres,
           bool_or(is_unread) AS is_unread,
           bool_or(origin = 'estimated') AS is_estimated
    FROM mark
    GROUP BY id
), rule AS (
    SELECT tolerated_days, least_hours
    FROM water_creditrule
    WHERE operator_id = %(operator)s AND days @> %(first)s::date
), day AS (
    SELECT midnight::date AS day, midnight AT TIME ZONE %(zone)s AS starts_at,
           (midnight + interval '1 day') AT TIME ZONE %(zone)s AS ends_at
    FROM rule, generate_series(%(first)s::timestamp, %(next)s::timestamp - interval '1 day',
                               interval '1 day') midnight
), calendar AS (
    SELECT zone.id AS pressure_zone_id, day.day
    FROM day
    CROSS JOIN (
        SELECT id FROM water_pressurezone WHERE operator_id = %(operator)s
        UNION ALL SELECT NULL::bigint
    ) zone
    CROSS JOIN LATERAL (
        SELECT supply.pressure_zone_id IS NOT NULL AS is_own,
               bool_or(supply.weekday = extract(isodow FROM day.day)) AS runs
        FROM water_rationing supply
        WHERE supply.operator_id = %(operator)s
          AND supply.days @> day.day
          AND (supply.pressure_zone_id IS NULL OR supply.pressure_zone_id = zone.id)
        GROUP BY 1
        ORDER BY 1 DESC
        LIMIT 1
    ) supply
    WHERE NOT supply.runs
), outage AS (
    SELECT DISTINCT affected.connection_id, day.day
    FROM water_outage outage
    JOIN water_outage_connections affected ON affected.outage_id = outage.id
    CROSS JOIN rule
    JOIN day
      ON least(outage.ended_at, day.ends_at) - greatest(outage.started_at, day.starts_at)
                >= rule.least_hours * interval '1 hour'
    WHERE outage.operator_id = %(operator)s
), dry AS (
    SELECT due.id, count(*) AS days
    FROM due
    CROSS JOIN LATERAL (
        SELECT calendar.day FROM calendar
        WHERE calendar.pressure_zone_id IS NOT DISTINCT FROM due.pressure_zone_id
        UNION
        SELECT outage.day FROM outage WHERE outage.connection_id = due.connection_id
    ) failed
    WHERE EXISTS (SELECT FROM calendar) OR EXISTS (SELECT FROM outage)
    GROUP BY due.id
)
SELECT due.id AS account_id, due.connection_id, due.category, holding.party_id,
       tariff.id AS tariff_id,
       CASE WHEN tariff.kind IS DISTINCT FROM 'blocks' THEN 'flat'
            WHEN used.is_estimated THEN 'estimated'
            ELSE 'read' END AS basis,
       CASE WHEN due.is_metered THEN used.cubic_metres END AS cubic_metres,
       round(1 - greatest(coalesce(dry.days, 0) - rule.tolerated_days, 0)::numeric
                 / (%(next)s::date - %(first)s::date), 3) AS served,
       CASE WHEN holding.party_id IS NULL THEN 'holder'
            WHEN tariff.id IS NULL THEN 'tariff'
            WHEN tariff.kind = 'flat' THEN NULL
            WHEN EXISTS (
                SELECT FROM water_bill bill
                WHERE bill.account_id = due.id AND bill.period_id = ANY(%(later)s::bigint[])
                  AND bill.cubic_metres IS NOT NULL
            ) THEN 'later'
            WHEN used.id IS NULL THEN 'meter'
            WHEN used.is_unread THEN 'unread' END AS fault
FROM due
LEFT JOIN used ON used.id = due.id
LEFT JOIN dry ON dry.id = due.id
LEFT JOIN (SELECT coalesce(max(tolerated_days), 0) AS tolerated_days FROM rule) rule ON true
LEFT JOIN (
    SELECT DISTINCT ON (due.id) due.id, holding.party_id
    FROM due
    JOIN water_holding holding
      ON holding.account_id = due.id AND holding.days && daterange(%(first)s, %(next)s)
    ORDER BY due.id, lower(holding.days) DESC
) holding ON holding.id = due.id
LEFT JOIN water_tariff tariff
  ON tariff.operator_id = %(operator)s
 AND tariff.category = due.category
 AND tariff.is_metered = due.is_metered
 AND tariff.days @> %(first)s::date
