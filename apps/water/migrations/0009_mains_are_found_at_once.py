"""The mains that a changed node or asset touches are found by their index, not among all."""

from django.db import migrations

FOUND = """
-- A main is drawn from its first node to its last; a centimetre is forgiven.
CREATE OR REPLACE FUNCTION water_main_ends_at_its_nodes() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  broken bigint;
  touched bigint[];
  fresh jsonb := to_jsonb(NEW);
  changed bigint := coalesce(fresh ->> 'id', fresh ->> 'asset_id');
BEGIN
  IF TG_TABLE_NAME = 'water_node' THEN
    touched := ARRAY(SELECT asset_id FROM water_main
                     WHERE from_node_id = changed OR to_node_id = changed);
  ELSE
    touched := ARRAY[changed];
  END IF;
  SELECT main.asset_id INTO broken
  FROM water_main main
  JOIN water_asset asset ON asset.id = main.asset_id
  JOIN water_node first ON first.id = main.from_node_id
  JOIN water_node last ON last.id = main.to_node_id
  WHERE main.asset_id = ANY (touched)
    AND (asset.kind <> 'main'
         OR asset.operator_id <> first.operator_id OR asset.operator_id <> last.operator_id
         OR NOT ST_DWithin(ST_StartPoint(asset.shape), first.position, 1e-7)
         OR NOT ST_DWithin(ST_EndPoint(asset.shape), last.position, 1e-7))
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_main_ends_at_its_nodes: main %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_main',
            CONSTRAINT = 'water_main_ends_at_its_nodes';
  END IF;
  RETURN NULL;
END $$;
"""

AMONG_ALL = """
CREATE OR REPLACE FUNCTION water_main_ends_at_its_nodes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken bigint;
  fresh jsonb := to_jsonb(NEW);
  changed bigint := coalesce(fresh ->> 'id', fresh ->> 'asset_id');
BEGIN
  SELECT main.asset_id INTO broken
  FROM water_main main
  JOIN water_asset asset ON asset.id = main.asset_id
  JOIN water_node first ON first.id = main.from_node_id
  JOIN water_node last ON last.id = main.to_node_id
  WHERE (CASE TG_TABLE_NAME
      WHEN 'water_node' THEN changed IN (main.from_node_id, main.to_node_id)
      ELSE main.asset_id = changed END)
    AND (asset.kind <> 'main'
         OR asset.operator_id <> first.operator_id OR asset.operator_id <> last.operator_id
         OR NOT ST_DWithin(ST_StartPoint(asset.shape), first.position, 1e-7)
         OR NOT ST_DWithin(ST_EndPoint(asset.shape), last.position, 1e-7))
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_main_ends_at_its_nodes: main %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_main',
            CONSTRAINT = 'water_main_ends_at_its_nodes';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0008_present_debts")]
    operations = [migrations.RunSQL(FOUND, AMONG_ALL)]
