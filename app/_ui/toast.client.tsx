"use client";

import { Toast as BaseToast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonStyles } from "./control-styles";

/** Once, in the root layout. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <BaseToast.Provider timeout={4000} limit={3}>
      {children}
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

function ToastList() {
  const { toasts } = BaseToast.useToastManager();
  return toasts.map((toast) => (
    <BaseToast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line bg-raised text-ink shadow-pop transition-[opacity,translate] duration-150 data-ending-style:translate-y-1 data-starting-style:translate-y-1 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <BaseToast.Content className="flex items-start gap-3 py-2 pr-2 pl-3.5">
        <div className="min-w-0 flex-1 py-0.5">
          <BaseToast.Title className="font-medium text-sm" render={<p />} />
          <BaseToast.Description className="text-ink-soft text-sm" />
        </div>
        <BaseToast.Close aria-label="Dismiss" className={buttonStyles("quiet", "sm", "w-7 px-0!")}>
          <X aria-hidden="true" />
        </BaseToast.Close>
      </BaseToast.Content>
    </BaseToast.Root>
  ));
}

/** Says that something is done. Never for errors: those stay on the page until they are dealt with. */
export function useToast(): (title: string, description?: string) => void {
  const { add } = BaseToast.useToastManager();
  return (title, description) => {
    add(description === undefined ? { title } : { title, description });
  };
}
