import type { CompiledRules } from '#shared/domain/rules/compile.ts';

/** What holds for a whole run of screening. */
export type ScreenContext = {
  now: number;
  rules: CompiledRules;
  /** True for clients with a tier that makes them key clients. */
  isKeyClient: (code: string | null) => boolean;
  /**
   * Verdicts that this run gave to mails with stray scans. A swap shows only when both mails are
   * folded, so the first of a pair is evaluated again, and then its verdict is one and the same evaluation.
   */
  provisional: Set<string>;
};
