/** Where the focus was before a layer took it; given back once, before anything else happens. */
export type FocusKeeper = { keep(): void; giveBack(): void };

export function createFocusKeeper(): FocusKeeper {
  let before: Element | null = null;
  return {
    keep: () => {
      before = document.activeElement;
    },
    giveBack: () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      before = null;
    },
  };
}
