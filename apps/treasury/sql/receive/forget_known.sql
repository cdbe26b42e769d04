-- Leaves out what was booked before, and numbers the entries of the rest.
DELETE FROM receiving USING treasury_payment payment WHERE payment.key = receiving.key;
UPDATE receiving SET entry_id = nextval(pg_get_serial_sequence('treasury_entry', 'id'));
ANALYZE receiving
