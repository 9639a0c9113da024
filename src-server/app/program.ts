import { Command, CommanderError } from 'commander';
import { EXIT } from './run-command.ts';

type Register = (program: Command) => void;

/** Each command is loaded only when it is called: the web framework costs more than most of them. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  start: async () => (await import('./start-command.ts')).registerStart,
  migrate: async () => (await import('./database-commands.ts')).registerMigrate,
  backup: async () => (await import('./database-commands.ts')).registerBackup,
  restore: async () => (await import('./database-commands.ts')).registerRestore,
  verify: async () => (await import('./database-commands.ts')).registerVerify,
  user: async () => (await import('./people-commands.ts')).registerUser,
  quarantine: async () => (await import('./upkeep-commands.ts')).registerQuarantine,
  compact: async () => (await import('./upkeep-commands.ts')).registerCompact,
  device: async () => (await import('./people-commands.ts')).registerDevice,
};

/** The server's command line; its contract is `docs/server.md`. Without a command it starts the server. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('server').description('邮哨服务器').exitOverride().showHelpAfterError();
  for (const load of loadersFor(args)) (await load())(program);
  for (const command of program.commands) {
    command.exitOverride();
    for (const inner of command.commands) inner.exitOverride();
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    process.exitCode = EXIT.usage;
    const reason = error.code.replace(/^commander\./u, '').replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { code: 'usage', reason, detail: {} } })}\n`);
  }
}

/** The named command alone, `start` for none; all of them for the help and for a name that is none. */
function loadersFor([first]: readonly string[]): (() => Promise<Register>)[] {
  const name = first === undefined || first === '--json' ? 'start' : first;
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return named === undefined ? Object.values(COMMANDS) : [named];
}
