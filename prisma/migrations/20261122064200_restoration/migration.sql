-- Where this database lies: the server's identifier and the database's own. A copy that was restored elsewhere says
-- another one, and is noticed at the start.
CREATE TABLE "database_home" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "home" TEXT NOT NULL,

    CONSTRAINT "database_home_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "database_home" ADD CONSTRAINT "database_home_id_check" CHECK ("id" = 1);

-- When a backup was put in place. What was signed before then may have been used after the backup was made.
CREATE TABLE "restoration" (
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "restoration_pkey" PRIMARY KEY ("at")
);
