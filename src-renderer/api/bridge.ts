import type { Bridge } from '#shared/contract/shell.ts';

declare global {
  interface Window {
    readonly youshao: Bridge;
  }
}

/** What the preload script gives to the page; the only way out of it. */
export function bridge(): Bridge {
  return window.youshao;
}
