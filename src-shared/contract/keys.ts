import { z } from 'zod';
import { SINGLE_KEY_MODES } from '../domain/keyboard/key-rules.ts';
import { command, query, topic } from './define.ts';
import { none } from './shapes.ts';

const commandId = z.string().regex(/^[a-z0-9.-]{1,80}$/);
/** Keys by command; a command that is not named has its own, one with an empty list has none. */
const bindings = z.record(commandId, z.array(z.string().max(60)).max(4));
const recent = z.array(commandId).max(12);

/** How the person who has unlocked works the keyboard. */
export const keys = {
  get: query({ input: none, output: z.object({ mode: z.enum(SINGLE_KEY_MODES), bindings, recent }) }),
  /** What is named is replaced whole. */
  set: command({
    input: z.object({ mode: z.enum(SINGLE_KEY_MODES).optional(), bindings: bindings.optional(), recent: recent.optional() }),
    output: none,
    reasons: ['key-forbidden'],
  }),
  changed: topic(none),
};
