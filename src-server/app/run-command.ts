import { isAppError } from '#shared/kernel/app-error.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { createLog, errorFields } from '../platform/log.ts';
import type { Log } from '../platform/log.ts';
import { openDatabase, prepareDatabase, requireCurrent } from './open-database.ts';

export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

export type CommandOptions = { readonly json?: boolean };
export type CommandContext = { readonly config: Config; readonly log: Log; show(document: object, toText: () => string): void };
type Work = (context: CommandContext) => Promise<void>;

/** Runs a command: one document to stdout, log lines to stderr, one exit code. */
export async function runCommand(options: CommandOptions, work: Work): Promise<void> {
  const isJson = options.json === true;
  try {
    const config = readConfig(process.env);
    const log = createLog({ sink: (line) => process.stderr.write(`${line}\n`), clock: systemClock, level: config.logLevel });
    const show = (document: object, toText: () => string): void => {
      process.stdout.write(isJson ? `${JSON.stringify(document)}\n` : `${toText()}\n`);
    };
    await work({ config, log, show });
  } catch (error) {
    fail(error, isJson);
  }
}

export type DatabaseWork = (context: CommandContext & { readonly database: Database }) => Promise<void>;

/**
 * The same over the database, the running server's or one started for the command. `prepare`: the
 * schema is brought up first; otherwise an older one is refused.
 */
export async function runOnDatabase(options: CommandOptions & { prepare: boolean }, work: DatabaseWork): Promise<void> {
  await runCommand(options, async (context) => {
    // Its start and stop are nobody's news when a command does them by the way.
    const quiet: Log = { ...context.log, info: context.log.debug };
    const opened = await openDatabase(context.config, { log: quiet, mode: 'visit' });
    try {
      await (options.prepare ? prepareDatabase(opened.database) : requireCurrent(opened.database));
      await work({ ...context, database: opened.database });
    } finally {
      await opened.close();
    }
  });
}

/** A failure as a document: what a caller can branch on, never a sentence or personal data. */
function fail(error: unknown, isJson: boolean): void {
  process.exitCode = EXIT.failed;
  const known = isAppError(error)
    ? { code: error.code, reason: error.reason, detail: error.detail }
    : { code: 'internal', reason: 'failed', detail: {} };
  if (isJson) process.stdout.write(`${JSON.stringify({ error: known })}\n`);
  process.stderr.write(`${known.reason} ${JSON.stringify(known.detail)}\n`);
  if (!isAppError(error)) process.stderr.write(`${JSON.stringify(errorFields(error))}\n`);
}
