import { Command, CommanderError } from 'commander';
import { registerBackup, registerMigrate, registerRestore, registerVerify } from './database-commands.ts';
import { registerDevice, registerUser } from './people-commands.ts';
import { EXIT } from './run-command.ts';
import { registerStart } from './start-command.ts';

/** The server's command line; its contract is `docs/server.md`. Without a command it starts the server. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('server').description('邮哨服务器').exitOverride().showHelpAfterError();
  for (const register of [registerStart, registerMigrate, registerBackup, registerRestore, registerUser, registerDevice, registerVerify]) {
    register(program);
  }
  for (const command of program.commands) {
    command.exitOverride();
    for (const inner of command.commands) inner.exitOverride();
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) process.exitCode = EXIT.usage;
  }
}
