import { enableCompileCache } from 'node:module';

// Before anything else is loaded: a command's start is mostly the compiling of its modules.
enableCompileCache();
const { runProgram } = await import('./program.ts');
await runProgram(process.argv.slice(2));
