import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { openWorkspace } from '../engine/index.ts';
import type { Workspace } from '../engine/index.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { instantOption } from './options.ts';
import type { CommonOptions } from './options.ts';
import { createOutput, errorDocument } from './output.ts';
import type { Output } from './output.ts';
import { UsageError } from './usage-error.ts';

export type CommandContext = { workspace: Workspace; output: Output; options: CommonOptions };

/** Opens the ledger, does the work, closes it; every failure becomes an exit code and a document. */
export async function runOnLedger(
  options: CommonOptions,
  work: (context: CommandContext) => Promise<ExitCode | void> | ExitCode | void,
): Promise<void> {
  await runCommand(options, async (output) => {
    const workspace = await open(options);
    try {
      return await work({ workspace, output, options });
    } finally {
      workspace.close();
    }
  });
}

/** The same for commands that need no ledger. */
export async function runCommand(
  options: Pick<CommonOptions, 'json'>,
  work: (output: Output) => Promise<ExitCode | void> | ExitCode | void,
): Promise<void> {
  try {
    process.exitCode = (await work(createOutput(options.json === true))) ?? EXIT.done;
  } catch (error) {
    reportFailure(error, options.json === true);
  }
}

export function reportFailure(error: unknown, isJson: boolean): void {
  process.exitCode = exitCodeOf(error);
  const document = errorDocument(error);
  if (isJson) process.stdout.write(`${JSON.stringify(document)}\n`);
  process.stderr.write(`${document.error.reason} ${JSON.stringify(document.error.detail)}\n`);
  if (!isAppError(error) && !(error instanceof UsageError)) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}

async function open(options: CommonOptions): Promise<Workspace> {
  if (options.ledger === undefined) throw new UsageError('option-missing', { option: '--ledger' });
  const now = instantOption(options.now, '--now');
  try {
    return await openWorkspace({
      file: resolve(options.ledger),
      secret: readSecret(options),
      asTest: options.testLedger === true,
      now,
    });
  } catch (error) {
    if (isAppError(error) && error.reason === 'only-on-test-ledger') throw new UsageError(error.reason);
    throw error;
  }
}

/** Key file before variable; null when neither is given. */
export function readSecret(options: CommonOptions): string | null {
  if (options.keyFile !== undefined) {
    try {
      return readFileSync(options.keyFile, 'utf8').trim();
    } catch (cause) {
      throw new AppError('unavailable', 'key-missing', { cause });
    }
  }
  const variable = process.env['YOUSHAO_KEY']?.trim();
  return variable === undefined || variable === '' ? null : variable;
}

/** Who acts. Without a PIN only a test ledger lets anybody act. */
export function actorOf({ workspace, options }: CommandContext): string {
  if (workspace.kind === 'test') return options.user ?? 'test';
  throw new UsageError('only-on-test-ledger', { option: '--user' });
}
