import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { inCheckout } from '#build/runtime/checkout.ts';
import { MODEL_BUGS } from './model/bugs.ts';
import { ACTS, MODES } from './model/tape.ts';
import type { Tape } from './model/tape.ts';

const FOLDER = inCheckout('e2e', 'simulation', 'regressions');

const modelTape: z.ZodType<Tape> = z.object({
  mode: z.enum(MODES),
  maxRows: z.number().int().min(1),
  steps: z.array(z.tuple([z.enum(ACTS), z.number().int().min(0)])),
});

/** A tape that failed once: what it broke, and the planted bug if one was in. */
const keptTape = z.object({
  world: z.literal('model'),
  found: z.string(),
  bug: z.enum(MODEL_BUGS).nullable(),
  seed: z.number(),
  tape: modelTape,
});
export type KeptTape = z.infer<typeof keptTape>;

export function listKeptTapes(): { readonly name: string; readonly kept: KeptTape }[] {
  const names = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({ name, kept: keptTape.parse(JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'))) }));
}

/** Puts a failing tape where every later run replays it; tells the file. */
export function keepTape(kept: KeptTape): string {
  const oracle = kept.found.split(' ')[0]?.toLowerCase() ?? 'unknown';
  const file = path.join(FOLDER, `${kept.world}-${kept.bug ?? 'product'}-${oracle}-${kept.seed}.json`);
  fs.writeFileSync(file, `${JSON.stringify(kept)}\n`);
  return file;
}
