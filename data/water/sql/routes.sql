-- A walk through each OTB of an operator, street by street, each from its west to its east.
WITH route AS (
    INSERT INTO water_route (operator_id, code, name)
    SELECT connection.operator_id, 'otb-' || coalesce(otb.id, 0),
           left('Ruta ' || coalesce(otb.name, 'sin OTB'), 120)
    FROM water_connection connection
    LEFT JOIN territory_otb otb ON otb.id = connection.otb_id
    WHERE connection.operator_id = %(operator)s
    GROUP BY connection.operator_id, otb.id, otb.name
    RETURNING id, code
)
INSERT INTO water_routestop (route_id, connection_id, ordinal)
SELECT route.id, connection.id,
       row_number() OVER (
           PARTITION BY route.id
           ORDER BY connection.street_id NULLS LAST, ST_X(connection.position), connection.id
       )
FROM water_connection connection
JOIN route ON route.code = 'otb-' || coalesce(connection.otb_id, 0)
WHERE connection.operator_id = %(operator)s
