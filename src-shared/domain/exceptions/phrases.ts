import { z } from 'zod';
import { ABNORMAL_TYPES } from '../screening/vocabulary.ts';
import type { AbnormalType } from '../screening/vocabulary.ts';
import { unknownVariables } from './template.ts';

/** Texts that people choose from instead of typing: a part of the rule set, versioned with it. */
const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const name = z.string().trim().min(1).max(30);
const template = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((text) => unknownVariables(text).length === 0, { message: 'template-variable-unknown' });

/** 宏: a follow-up's words and when to look again. */
export const MACRO = z.strictObject({
  id,
  name,
  types: z.array(z.enum(ABNORMAL_TYPES)).min(1),
  text: template,
  /** Until the next follow-up, in hours of duty. */
  nextDutyH: z.number().positive().max(1000),
});
export type Macro = z.infer<typeof MACRO>;

/** What a client is told. */
export const PUSH_TEMPLATE = z.strictObject({
  id,
  name,
  /** Empty: for every type. */
  types: z.array(z.enum(ABNORMAL_TYPES)),
  text: template,
});
export type PushTemplate = z.infer<typeof PUSH_TEMPLATE>;

/** Macros for a type in their order; the first one is what a suggestion proposes. */
export function macrosFor(macros: readonly Macro[], type: AbnormalType): Macro[] {
  return macros.filter(({ types }) => types.includes(type));
}

/** Those made for the type come before those for every type. */
export function pushTemplatesFor(templates: readonly PushTemplate[], type: AbnormalType): PushTemplate[] {
  const made = templates.filter(({ types }) => types.includes(type));
  return [...made, ...templates.filter(({ types }) => types.length === 0)];
}
