-- A key that no longer signs and is still published. A value made in a transaction cannot be used in it, so the
-- index that needs it stands in the next migration.
ALTER TYPE "key_status" ADD VALUE 'previous';
