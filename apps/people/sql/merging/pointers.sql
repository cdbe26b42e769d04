-- Every column of the database that points to a party, a person or an organisation and is
-- not said to stay when parties are merged, with the primary key of its table. Read from the
-- catalogue, so that a system added later is moved with the others and nobody keeps a list.
SELECT space.nspname::text AS schema_name, holder.relname::text AS table_name,
       pointing.attname::text AS column_name,
       ARRAY(SELECT keyed.attname::text
             FROM pg_index chief
             CROSS JOIN unnest(chief.indkey) WITH ORDINALITY AS part (number, place)
             JOIN pg_attribute keyed
               ON keyed.attrelid = chief.indrelid AND keyed.attnum = part.number
             WHERE chief.indrelid = holder.oid AND chief.indisprimary
             ORDER BY part.place) AS key_columns
FROM pg_constraint link
JOIN pg_class holder ON holder.oid = link.conrelid
JOIN pg_namespace space ON space.oid = holder.relnamespace
JOIN pg_attribute pointing
  ON pointing.attrelid = link.conrelid AND pointing.attnum = link.conkey[1]
WHERE link.contype = 'f'
  AND link.conparentid = 0
  AND link.confrelid IN ('people_party'::regclass, 'people_person'::regclass,
                         'people_organisation'::regclass)
  AND link.conrelid <> 'people_party'::regclass
  AND cardinality(link.conkey) = 1
  AND col_description(holder.oid, pointing.attnum) IS DISTINCT FROM %(stays)s
ORDER BY 1, 2, 3
