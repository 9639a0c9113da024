import type { HandCase } from './hand-case.ts';
import { RULE_CASES } from './hand-cases-rules.ts';
import { SLOT_CASES } from './hand-cases-slots.ts';

/** Cases computed by hand from the page; they hold for the reference and for the program alike. */
export const HAND_CASES: readonly HandCase[] = [...RULE_CASES, ...SLOT_CASES];
