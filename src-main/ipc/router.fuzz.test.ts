import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededIds } from '#main/platform/ids.ts';
import { silentLog } from '#main/platform/log.ts';
import { command, query } from '#shared/contract/define.ts';
import type { ReplyMessage } from '#shared/contract/define.ts';
import { ERROR_CODES } from '#shared/kernel/app-error.ts';
import { createRouter } from './router.ts';

const RUNS = Number(process.env['YOUSHAO_FUZZ_RUNS'] ?? 2000);
const SEED = Number(process.env['YOUSHAO_FUZZ_SEED'] ?? Date.now() % 2 ** 31);

const contract = {
  area: {
    read: query({ open: true, input: z.object({ a: z.number(), b: z.string().optional() }), output: z.object({ a: z.number() }) }),
    write: command({ open: true, input: z.object({ a: z.array(z.unknown()) }), output: z.object({ n: z.number() }) }),
    throws: query({ open: true, input: z.unknown(), output: z.object({}) }),
  },
};

function createFuzzed() {
  const done: string[] = [];
  const router = createRouter(
    contract,
    {
      area: {
        read: ({ a }) => ({ a }),
        write: ({ a }) => {
          done.push('write');
          return { n: a.length };
        },
        throws: () => {
          throw new Error('on purpose');
        },
      },
    },
    { log: silentLog, ids: seededIds('fuzz'), caller: () => ({ personId: null }) },
  );
  return { router, done };
}

const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
const path = fc.oneof(
  fc.constantFrom('area.read', 'area.write', 'area.throws', 'area', '.', 'area.read.x', '__proto__.x', 'area.toString'),
  fc.string({ minLength: 3, maxLength: 120 }),
);
const input = fc.oneof(anything, fc.record({ a: fc.oneof(fc.double(), fc.array(anything)), b: fc.string() }, { requiredKeys: [] }));
const wellFormed = fc.record(
  { id: fc.nat(), path, input, requestId: fc.string({ minLength: 8, maxLength: 100 }) },
  { requiredKeys: ['id', 'path', 'input'] },
);
const message = fc.oneof(
  { weight: 3, arbitrary: wellFormed },
  { weight: 1, arbitrary: anything },
  { weight: 1, arbitrary: fc.record({ cancel: fc.oneof(fc.nat(), anything) }) },
  { weight: 1, arbitrary: fc.record({ id: anything, path: anything, input: anything }, { requiredKeys: [] }) },
);

/** Only what can be cloned can arrive at all. */
function cloned(value: unknown): { value: unknown } | undefined {
  try {
    return { value: structuredClone(value) };
  } catch {
    return undefined;
  }
}

describe(`${RUNS} random bursts of messages, seed ${SEED}`, () => {
  it('crash nothing, and each well-formed one is answered exactly once', { timeout: 900_000 }, async () => {
    const property = fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (messages) => {
      const { router } = createFuzzed();
      const replies: ReplyMessage[] = [];
      const connection = router.connect((reply) => replies.push(reply as ReplyMessage));
      const arrived = messages.flatMap((each) => cloned(each) ?? []);
      for (const each of arrived) connection.receive(each.value);
      await router.whenIdle();
      const isCancel = (each: unknown): boolean => z.strictObject({ cancel: z.number().int().min(0) }).safeParse(each).success;
      expect(replies).toHaveLength(arrived.filter((each) => !isCancel(each.value)).length);
      for (const id of new Set(messages.filter(isWellFormed).map((each) => each.id))) {
        const asked = messages.filter((each) => isWellFormed(each) && each.id === id && cloned(each));
        expect(replies.filter((reply) => reply.id === id).length).toBeGreaterThanOrEqual(asked.length);
      }
      for (const reply of replies) {
        if (!reply.ok) expect(ERROR_CODES).toContain(reply.error.code);
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
  });
});

function isWellFormed(value: unknown): value is { id: number } {
  return z
    .strictObject({
      id: z.number().int().min(0),
      path: z.string().min(3).max(120),
      input: z.unknown(),
      requestId: z.string().min(8).max(100).optional(),
    })
    .safeParse(value).success;
}
