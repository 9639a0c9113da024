import { Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { registerAct } from './commands/act.ts';
import { registerExceptions } from './commands/exceptions.ts';
import { registerFact } from './commands/fact.ts';
import { registerGenerate } from './commands/generate.ts';
import { registerImport } from './commands/import.ts';
import { registerBackup, registerClients, registerPeople, registerRestore, registerVerify } from './commands/ledger.ts';
import { registerMail } from './commands/mail.ts';
import { registerCoverage, registerScreen } from './commands/screen.ts';
import { reportFailure } from './run-command.ts';
import { UsageError } from './usage-error.ts';

const REGISTERS = [
  registerImport,
  registerScreen,
  registerExceptions,
  registerMail,
  registerCoverage,
  registerFact,
  registerAct,
  registerVerify,
  registerPeople,
  registerClients,
  registerBackup,
  registerRestore,
  registerGenerate,
];

/** The command line: one command, one JSON document, one exit code. Its contract is `docs/cli.md`. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('youshao').description('邮哨命令行').exitOverride().showHelpAfterError();
  for (const register of REGISTERS) register(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    process.exitCode = EXIT.usage;
    if (args.includes('--json')) reportFailure(new UsageError(error.code), true);
  }
}
