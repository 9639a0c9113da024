import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Act } from '#shared/domain/permissions/matrix.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { authorise, openWorkspace } from '../engine/index.ts';
import type { PersonPin, Workspace } from '../engine/index.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { instantOption } from './options.ts';
import type { CommonOptions } from './options.ts';
import { createOutput, errorDocument } from './output.ts';
import type { Output } from './output.ts';
import { UsageError } from './usage-error.ts';

export type CommandContext = { workspace: Workspace; output: Output; options: CommonOptions };

/**
 * Reads the command's own options, opens the ledger, does the work, closes it; every failure becomes
 * an exit code and a document. The options come first, so that a wrong one touches no ledger.
 */
export async function runOnLedger<Wish>(
  options: CommonOptions & { forProof?: boolean },
  wishOf: () => Wish,
  work: (context: CommandContext, wish: Wish) => Promise<ExitCode | void> | ExitCode | void,
): Promise<void> {
  await runCommand(options, async (output) => {
    const wish = wishOf();
    const workspace = await open(options);
    try {
      return await work({ workspace, output, options }, wish);
    } finally {
      workspace.close();
    }
  });
}

/** For commands without options of their own. */
export const noWish = (): void => undefined;

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

async function open(options: CommonOptions & { forProof?: boolean }): Promise<Workspace> {
  if (options.ledger === undefined) throw new UsageError('option-missing', { option: '--ledger' });
  const now = instantOption(options.now, '--now');
  try {
    return await openWorkspace({
      file: resolve(options.ledger),
      secret: readSecret(options),
      person: findPersonPin(options),
      asTest: options.testLedger === true,
      forProof: options.forProof,
      now,
    });
  } catch (error) {
    if (isAppError(error) && error.reason === 'only-on-test-ledger') throw new UsageError(error.reason);
    throw error;
  }
}

/** Key file before variable; null when neither is given. */
export function readSecret(options: CommonOptions): string | null {
  return readGiven(options.keyFile, 'YOUSHAO_KEY', 'key-missing');
}

/** Who acts and the PIN that proves it; undefined when one of the two is missing. */
export function findPersonPin({ user, pinFile }: CommonOptions): PersonPin | undefined {
  const pin = readGiven(pinFile, 'YOUSHAO_PIN', 'pin-missing');
  return user === undefined || pin === null ? undefined : { user, pin };
}

/** As `findPersonPin`; without them only a test ledger lets anybody act: exit code 2. */
export function personPinOf(options: CommonOptions): PersonPin {
  if (options.user === undefined) throw new UsageError('option-missing', { option: '--user' });
  const given = findPersonPin(options);
  if (given === undefined) throw new UsageError('only-on-test-ledger', { option: '--user' });
  return given;
}

/** A secret from a file of the caller's, or else from the environment; never from the command line itself. */
export function readGiven(file: string | undefined, variable: string, reason: string): string | null {
  if (file !== undefined) {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (cause) {
      throw new AppError('unavailable', reason, { cause });
    }
  }
  const value = process.env[variable]?.trim();
  return value === undefined || value === '' ? null : value;
}

/**
 * Who acts: on a test ledger anybody, elsewhere the person whose PIN was given, if the role allows the
 * act. Throws as `authorise`, and forbidden `not-permitted`.
 */
export async function actorOf({ workspace, options }: CommandContext, act: Act): Promise<string> {
  if (workspace.kind === 'test') return options.user ?? 'test';
  const person = await authorise(workspace, personPinOf(options));
  if (!mayDo(person.role, act)) throw new AppError('forbidden', 'not-permitted');
  return person.id;
}

/** The same where nobody needs to be named: an import is also the machine's own work. */
export async function findActor(context: CommandContext, act: Act): Promise<string | null> {
  const { workspace, options } = context;
  return workspace.kind === 'test' || findPersonPin(options) !== undefined ? actorOf(context, act) : null;
}
