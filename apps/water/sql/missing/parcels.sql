-- Parcels without a standing account where water is supplied. A parcel is only suspected where
-- every operator that covers it has its users in the register: an OTB whose list nobody has
-- handed over would make suspects of all its members. The surest first: how many of the
-- nearest neighbours have an account, then how near a pipe is.
WITH known AS MATERIALIZED (
    SELECT operator.id, operator.name, cover.ground,
           EXISTS (SELECT FROM water_account account WHERE account.operator_id = operator.id)
               AS has_accounts
    FROM water_operator operator
    JOIN water_coverage cover ON cover.operator_id = operator.id AND cover.days @> %(today)s::date
), supplied AS MATERIALIZED (
    SELECT DISTINCT parcel_id
    FROM water_connection connection
    JOIN water_account account ON account.connection_id = connection.id
    WHERE connection.parcel_id IS NOT NULL AND account.state <> 'closed'
      AND connection.state <> 'removed'
), bare AS MATERIALIZED (
    SELECT parcel.id, parcel.code, parcel.footprint, parcel.otb_id, parcel.district_id,
           ST_PointOnSurface(parcel.footprint) AS middle
    FROM territory_parcel parcel
    JOIN territory_block block ON block.id = parcel.block_id
    WHERE block.use IN ('housing', 'service')
      AND (%(otb)s::bigint IS NULL OR parcel.otb_id = %(otb)s)
      AND (%(district)s::bigint IS NULL OR parcel.district_id = %(district)s)
      AND NOT EXISTS (SELECT FROM supplied WHERE supplied.parcel_id = parcel.id)
), suspect AS MATERIALIZED (
    SELECT bare.*, covering.names
    FROM bare
    CROSS JOIN LATERAL (
        SELECT string_agg(known.name, ', ' ORDER BY known.name) AS names,
               bool_and(known.has_accounts) AS judged
        FROM known WHERE ST_Covers(known.ground, bare.middle)
    ) covering
    WHERE covering.judged
), seen AS (
    SELECT DISTINCT ON (parcel_id) parcel_id, outcome, checked_on
    FROM water_parcelcheck WHERE parcel_id IS NOT NULL
    ORDER BY parcel_id, checked_on DESC, id DESC
)
SELECT suspect.id, suspect.code, suspect.names AS operators, coalesce(otb.name, '') AS otb,
       coalesce(door.name, '') AS address, ST_X(suspect.middle) AS longitude,
       ST_Y(suspect.middle) AS latitude, beside.count AS neighbours, pipe.metres,
       coalesce(seen.outcome, '') AS outcome
FROM suspect
LEFT JOIN territory_otb otb ON otb.id = suspect.otb_id
LEFT JOIN seen ON seen.parcel_id = suspect.id
LEFT JOIN LATERAL (
    SELECT street.name || ' ' || address.number AS name
    FROM territory_address address
    JOIN territory_street street ON street.id = address.street_id
    WHERE address.parcel_id = suspect.id ORDER BY address.id LIMIT 1
) door ON true
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE near.id IN (SELECT parcel_id FROM supplied)) AS count
    FROM (SELECT other.id FROM territory_parcel other
          WHERE other.id <> suspect.id
            AND ST_DWithin(other.footprint, suspect.footprint, 0.0003)
          ORDER BY other.footprint <-> suspect.middle, other.id LIMIT 4) near
) beside
LEFT JOIN LATERAL (
    SELECT round(ST_Distance(asset.shape::geography, suspect.middle::geography))::int AS metres
    FROM water_asset asset
    WHERE asset.kind = 'main' AND asset.state = 'working'
      AND ST_DWithin(asset.shape, suspect.middle, 0.0006)
    ORDER BY asset.shape <-> suspect.middle, asset.id LIMIT 1
) pipe ON true
WHERE (seen.outcome IS NULL OR seen.outcome IN ('unclear', 'clandestine', 'neighbour'))
ORDER BY (seen.outcome IS NULL) DESC, beside.count DESC, pipe.metres NULLS LAST, suspect.code
LIMIT %(limit)s
