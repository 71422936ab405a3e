import { Skeleton, SkeletonRows } from "@/app/_ui/skeleton";
import { TopBar } from "@/app/_ui/top-bar";

/** The page's own frame with grey where the roles will be. */
export default function Loading() {
  return (
    <>
      <TopBar
        search={<Skeleton className="h-9 w-full rounded-md! pointer-coarse:h-11" />}
        end={<Skeleton className="h-6 w-32" />}
      />
      <main id="content" className="mx-auto max-w-[72rem] px-4 pt-5 md:px-6 md:pt-7">
        <SkeletonRows rows={9} />
      </main>
    </>
  );
}
