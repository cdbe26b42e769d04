-- The rows to be taken up, with the keys that what is made of them will have.
DROP TABLE IF EXISTS padron_new;
CREATE TEMPORARY TABLE padron_new ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY entry.id) AS ordinal, entry.id AS entry_id,
       operator.id AS operator_id, operator.is_billed_here, entry.number, entry.category,
       entry.meter, entry.meter_value, entry.address, entry.debt, entry.debt_months,
       coalesce(entry.debt_until, (%(today)s::date - interval '1 month')::date) AS debt_until,
       least(coalesce(entry.since, %(today)s::date), %(today)s::date) AS since,
       entry.position, entry.source,
       nextval(pg_get_serial_sequence('water_connection', 'id')) AS connection_id,
       nextval(pg_get_serial_sequence('water_account', 'id')) AS account_id,
       NULL::bigint AS party_id,
       upper(regexp_replace(btrim(entry.holder), '\s+', ' ', 'g')) ~
           '(^| )(OTB|JUNTA|SRL|S\.?R\.?L\.?|S\.?A\.?|LTDA\.?|COLEGIO|ESCUELA|UNIDAD EDUCATIVA|U\.?E\.?|IGLESIA|PARROQUIA|TEMPLO|ASOCIACI[OÓ]N|COOPERATIVA|SINDICATO|EMPRESA|HOSPITAL|CENTRO|CL[IÍ]NICA|GAM|GOBIERNO|ALCALD[IÍ]A|MERCADO|FUNDACI[OÓ]N|CLUB|COMIT[EÉ])( |$)'
           OR btrim(entry.holder) !~ '[\s,]' AS is_organisation,
       regexp_replace(btrim(entry.holder), '\s+', ' ', 'g') AS holder,
       (regexp_match(upper(entry.document),
           '^\s*(?:C\.?I\.?\s*)?([1-9][0-9]{3,7})(?:\s*-\s*([0-9][A-Z]))?[\s-]*(CH|LP|CB|OR|PT|TJ|SC|BE|PD)?(?:BA)?\.?\s*$'
       )) AS card,
       (regexp_match(entry.document, '^\s*([1-9][0-9]{4,12})\s*$'))[1] AS nit
FROM water_padronentry entry
JOIN water_operator operator ON operator.code = entry.operator_code
WHERE entry.account_id IS NULL;
CREATE UNIQUE INDEX ON padron_new (ordinal);
ANALYZE padron_new;
DROP TABLE IF EXISTS padron_spot;
CREATE TEMPORARY TABLE padron_spot (
    ordinal int NOT NULL, district_id bigint, otb_id bigint, zone_id bigint, street_id bigint
) ON COMMIT DROP
