import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { dayOf } from '#shared/kernel/instant.ts';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobContext, JobHandler } from '../../jobs/job-runner.ts';
import { seededIds } from '../../platform/ids.ts';
import { inspectFile, parseFile } from '../../workers/parsing/index.ts';
import { demonstrationDay, runPlan } from '../generator/index.ts';
import type { JobPorts } from '../handler-context.ts';
import type { StoppableClock } from '../session/index.ts';
import { workBacklog } from './demonstration-acts.ts';

const input = z.object({ seed: z.number().int(), now: z.number().int(), mails: z.number().int().optional() });
type Input = z.infer<typeof input>;

/** Share of the whole that writing the files takes, of 100. */
const WRITING = 10;

/**
 * Fills a demonstration ledger: generated files of the last days go through the ordinary import
 * and screening, each at its own moment. Ids are drawn from the seed, so that a second run after
 * a stop finds what the first one did and goes on.
 */
export function createDemonstrationJob(ports: JobPorts, clock: StoppableClock): JobHandler {
  return defineJob<Input>({
    kind: 'demonstration',
    input,
    run: async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'youshao-demonstration-'));
      try {
        await writeFiles(context, folder);
        await followPlan(context, { ports, clock, folder });
        clock.run();
        workBacklog(ports.ledger, { actor: context.job.createdBy, now: context.input.now });
      } finally {
        clock.run();
        rmSync(folder, { recursive: true, force: true });
      }
      ports.ledger.announce('queue.changed', { ids: [] });
    },
  });
}

async function writeFiles({ input: { seed, now, mails }, signal, progress }: JobContext<Input>, outDir: string): Promise<void> {
  await demonstrationDay({
    seed,
    outDir,
    endDay: dayOf(now),
    now,
    ...(mails !== undefined && { mails }),
    signal,
    onProgress: (done, total) => progress({ done: Math.floor((WRITING * done) / Math.max(total, 1)), total: 100, phase: 'writing' }),
  });
}

type Making = { ports: JobPorts; clock: StoppableClock; folder: string };

async function followPlan(context: JobContext<Input>, { ports, clock, folder }: Making): Promise<void> {
  const ids = seededIds(`demonstration-${context.input.seed}`);
  await runPlan({
    ledger: ports.ledger,
    dir: folder,
    // Hundreds of small files: a thread for each would take longer to start than to read it.
    inspect: (path) => inspectFile(path, { signal: context.signal }),
    parse: parseFile,
    actor: context.job.createdBy,
    newId: (now) => ids.uuid(now),
    signal: context.signal,
    pause: () => context.breathe(),
    atStep: (now, step, steps) => {
      clock.stopAt(now);
      context.progress({ done: Math.floor(WRITING + ((100 - WRITING) * step) / steps), total: 100, phase: 'importing' });
    },
  });
}
