import { Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { reportFailure } from './run-command.ts';
import { UsageError } from './usage-error.ts';

type Register = (program: Command) => void;

/** Each command is loaded only when it is called: readers of workbooks or the generator cost more than most commands. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  import: async () => (await import('./commands/import.ts')).registerImport,
  screen: async () => (await import('./commands/screen.ts')).registerScreen,
  exceptions: async () => (await import('./commands/exceptions.ts')).registerExceptions,
  mail: async () => (await import('./commands/mail.ts')).registerMail,
  search: async () => (await import('./commands/search.ts')).registerSearch,
  coverage: async () => (await import('./commands/screen.ts')).registerCoverage,
  rules: async () => (await import('./commands/rules.ts')).registerRules,
  fact: async () => (await import('./commands/fact.ts')).registerFact,
  act: async () => (await import('./commands/act.ts')).registerAct,
  export: async () => (await import('./commands/export.ts')).registerExport,
  erase: async () => (await import('./commands/erase.ts')).registerErase,
  verify: async () => (await import('./commands/ledger.ts')).registerVerify,
  people: async () => (await import('./commands/ledger.ts')).registerPeople,
  clients: async () => (await import('./commands/ledger.ts')).registerClients,
  backup: async () => (await import('./commands/ledger.ts')).registerBackup,
  restore: async () => (await import('./commands/ledger.ts')).registerRestore,
  key: async () => (await import('./commands/key.ts')).registerKey,
  enrol: async () => (await import('./commands/sync.ts')).registerEnrol,
  sync: async () => (await import('./commands/sync.ts')).registerSync,
  outbox: async () => (await import('./commands/sync.ts')).registerOutbox,
  quarantine: async () => (await import('./commands/sync.ts')).registerQuarantine,
  generate: async () => (await import('./commands/generate.ts')).registerGenerate,
};

/** The command line: one command, one JSON document, one exit code. Its contract is `docs/cli.md`. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('youshao').description('邮哨命令行').exitOverride().showHelpAfterError();
  for (const load of loadersFor(args[0])) (await load())(program);
  for (const command of program.commands) {
    command.exitOverride();
    for (const each of command.commands) each.exitOverride();
  }
  const bare = findOptionWithoutValue(program, args);
  if (bare !== undefined) {
    reportFailure(new UsageError('option-value-missing', { option: bare }), args.includes('--json'));
    return;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    process.exitCode = EXIT.usage;
    if (args.includes('--json')) reportFailure(usageErrorOf(error), true);
  }
}

/** commander's code under the name that the contract gives it, with the option, argument or command it is about. */
function usageErrorOf({ code, message }: CommanderError): UsageError {
  const name = code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const about = /'(?:-\w, )?([^' ]+)[^']*'/.exec(message)?.[1];
  return new UsageError(REASONS[name] ?? name, about === undefined ? {} : { option: about });
}

const REASONS: Readonly<Record<string, string>> = {
  help: 'command-missing',
  'missing-mandatory-option-value': 'option-missing',
  'option-missing-argument': 'option-value-missing',
  'missing-argument': 'argument-missing',
  'excess-arguments': 'too-many-arguments',
};

/**
 * commander takes the next word as a value whatever it is: `--ledger --json` would make a ledger of
 * that name. A value that begins with two dashes is given as `--option=value`.
 */
function findOptionWithoutValue(program: Command, args: readonly string[]): string | undefined {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  const takers = new Set(commands.flatMap(({ options }) => options.filter(({ required }) => required).map(({ long }) => long)));
  return args.find((arg, index) => takers.has(arg) && args[index + 1]?.startsWith('--') === true);
}

/** The named command alone; all of them for the help and for a name that is none. */
function loadersFor(name: string | undefined): (() => Promise<Register>)[] {
  const named = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return named === undefined ? Object.values(COMMANDS) : [named];
}
