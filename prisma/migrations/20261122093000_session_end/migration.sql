-- CreateEnum
CREATE TYPE "session_ender" AS ENUM ('person', 'provider', 'administrator', 'provisioning');

-- Who ended a session before its time. Null of those that run, and of those that an earlier version ended.
ALTER TABLE "app_session" ADD COLUMN     "ended_by" "session_ender";
