import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { inCheckout } from '#build/runtime/checkout.ts';
import { MODEL_BUGS } from './model/bugs.ts';
import { ACTS as MODEL_ACTS, MODES } from './model/tape.ts';
import type { Tape as ModelTape } from './model/tape.ts';
import { PRODUCT_BUGS } from './product/bugs.ts';
import { ACTS as PRODUCT_ACTS } from './product/tape.ts';
import type { Tape as ProductTape } from './product/tape.ts';

const FOLDER = inCheckout('e2e', 'simulation', 'regressions');
const count = z.number().int().min(0);

const modelTape: z.ZodType<ModelTape> = z.strictObject({
  mode: z.enum(MODES),
  maxRows: count,
  steps: z.array(z.tuple([z.enum(MODEL_ACTS), count])),
});
const productTape: z.ZodType<ProductTape> = z.strictObject({
  seats: count,
  maxRows: count,
  steps: z.array(z.tuple([z.enum(PRODUCT_ACTS), count])),
});

/** A tape that failed once: in which world, what it broke, and the planted bug if one was in. */
const common = { found: z.string(), seed: z.number() };
const keptTape = z.discriminatedUnion('world', [
  z.strictObject({ ...common, world: z.literal('model'), bug: z.enum(MODEL_BUGS).nullable(), tape: modelTape }),
  z.strictObject({ ...common, world: z.literal('product'), bug: z.enum(PRODUCT_BUGS).nullable(), tape: productTape }),
]);
export type KeptTape = z.infer<typeof keptTape>;
export type Kept<World extends KeptTape['world']> = { readonly name: string; readonly kept: Extract<KeptTape, { world: World }> };

/** All tapes of one world; throws when one of either world cannot be read any more. */
export function listKeptTapes<World extends KeptTape['world']>(world: World): Kept<World>[] {
  const names = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  const all = names.sort().map((name) => ({ name, kept: keptTape.parse(JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'))) }));
  return all.filter((one): one is Kept<World> => one.kept.world === world);
}

/** Puts a failing tape where every later run replays it; tells the file. */
export function keepTape(kept: KeptTape): string {
  const oracle = kept.found.split(' ')[0]?.toLowerCase().replace(/\W/gu, '') ?? '';
  const file = path.join(FOLDER, `${kept.world}-${kept.bug ?? 'correct'}-${oracle}-${kept.seed}.json`);
  fs.writeFileSync(file, `${JSON.stringify(kept)}\n`);
  return file;
}
