-- Whom a relayed assertion is made out to, where a browser posts it. Null of those that an earlier version kept.
ALTER TABLE "relayed_assertion" ADD COLUMN "recipient" TEXT;
