import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { Provisional } from './provisional.ts';

/** What holds for a whole run of screening. */
export type ScreenContext = {
  now: number;
  rules: CompiledRules;
  /** True for clients with a tier that makes them key clients. */
  isKeyClient: (code: string | null) => boolean;
  provisional: Provisional;
};
