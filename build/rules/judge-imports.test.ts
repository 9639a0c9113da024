import { describe, expect, it } from 'vitest';
import { objectionTo } from './judge-imports.ts';

const ALLOWED = [
  ['domain → kernel', 'src-shared/domain/mail/fold.ts', 'src-shared/kernel/instant.ts'],
  ['domain → another feature’s domain', 'src-shared/domain/mail/fold.ts', 'src-shared/domain/calendar/calendar.ts'],
  ['a feature → the face of another', 'src-main/features/imports/run-import.ts', 'src-main/features/mails/index.ts'],
  ['a feature → its own files', 'src-main/features/imports/run-import.ts', 'src-main/features/imports/classify.ts'],
  ['a feature → the face of parsing', 'src-main/features/imports/run-import.ts', 'src-main/workers/parsing/index.ts'],
  ['an entry of a worker → the ledger', 'src-main/workers/check.worker.ts', 'src-main/ledger/index.ts'],
  ['cli → engine', 'src-main/cli/commands/act.ts', 'src-main/engine/index.ts'],
  ['shell → electron', 'src-main/shell/main.ts', 'node_modules/electron/index.js'],
  ['a workspace → a piece', 'src-renderer/workspaces/queue/QueueScreen.tsx', 'src-renderer/features/trail/trail.ts'],
] as const;

const REFUSED = [
  ['kernel → domain', 'src-shared/kernel/money.ts', 'src-shared/domain/mail/fold.ts'],
  ['domain → contract', 'src-shared/domain/mail/fold.ts', 'src-shared/contract/define.ts'],
  ['shared → main', 'src-shared/domain/mail/fold.ts', 'src-main/ledger/index.ts'],
  ['shared → any npm package', 'src-shared/domain/mail/fold.ts', 'node_modules/dayjs/index.js'],
  ['a feature → the inside of another', 'src-main/features/imports/run-import.ts', 'src-main/features/mails/record.ts'],
  ['a feature → the inside of parsing', 'src-main/features/imports/run-import.ts', 'src-main/workers/parsing/sniff.ts'],
  ['a feature → engine', 'src-main/features/imports/run-import.ts', 'src-main/engine/index.ts'],
  ['parsing → the ledger', 'src-main/workers/parsing/sniff.ts', 'src-main/ledger/index.ts'],
  ['cli → a feature', 'src-main/cli/commands/act.ts', 'src-main/features/mails/index.ts'],
  ['engine → shell', 'src-main/engine/main.ts', 'src-main/shell/main.ts'],
  ['engine → electron', 'src-main/engine/main.ts', 'node_modules/electron/index.js'],
  ['SQLite past the ledger', 'src-main/features/mails/record.ts', 'node_modules/better-sqlite3/lib/index.js'],
  ['a workspace → another', 'src-renderer/workspaces/queue/QueueScreen.tsx', 'src-renderer/workspaces/session/Unlock.tsx'],
  ['ui → domain', 'src-renderer/ui/grid/DataGrid.tsx', 'src-shared/domain/mail/fold.ts'],
  ['the renderer → main', 'src-renderer/api/client.ts', 'src-main/ipc/router.ts'],
  ['a folder that the table does not know', 'src-main/somewhere/else.ts', 'src-shared/kernel/instant.ts'],
] as const;

describe('the table of imports', () => {
  it.each(ALLOWED)('allows %s', (_, from, to) => {
    expect(objectionTo({ from, to })).toBeUndefined();
  });

  it.each(REFUSED)('refuses %s', (_, from, to) => {
    expect(objectionTo({ from, to })).toBeTypeOf('string');
  });
});
