import { Skeleton, SkeletonRows } from "@/app/_ui/skeleton";

export default function Loading() {
  return (
    <>
      <div className="mb-6 flex flex-col gap-2">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-72" />
      </div>
      <SkeletonRows rows={8} />
    </>
  );
}
