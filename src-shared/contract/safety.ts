import { z } from 'zod';
import { command, query, topic } from './define.ts';
import { instant, mailNo, none, text } from './shapes.ts';

const backupFile = z.object({
  path: z.string(),
  at: instant,
  bytes: z.number(),
  kind: z.enum(['daily', 'weekly', 'manual', 'before-upgrade']),
});

export const safety = {
  status: query({
    input: none,
    output: z.object({
      folder: z.string(),
      secondFolder: z.string().nullable(),
      secondLastAt: instant.nullable(),
      /** True when the second target has not been reached for too long. */
      secondReminder: z.boolean(),
      backups: z.array(backupFile),
      running: z.boolean(),
      lastProblem: z.string().nullable(),
      lastFullCheckAt: instant.nullable(),
      check: z.enum(['none', 'running', 'passed', 'failed']),
    }),
  }),
  backUpNow: command({ input: none, output: z.object({ jobId: z.string() }) }),
  setSecondFolder: command({
    input: z.object({ path: z.string().max(4096).nullable() }),
    output: none,
    reasons: ['folder-not-found'],
  }),
  /** Restores from a backup beside or elsewhere; also offered while no ledger can be opened. */
  restore: command({
    open: true,
    input: z.object({
      path: z.string().max(4096),
      secret: z.union([z.object({ personId: z.string(), pin: z.string() }), z.object({ code: z.string() })]),
    }),
    output: z.object({ setAside: z.string().nullable() }),
    reasons: [
      'file-not-found',
      'backup-corrupt',
      'pin-wrong',
      'pin-locked',
      'recovery-wrong',
      'keys-missing',
      'ledger-newer',
      'ledger-in-use',
      'location-refused',
    ],
  }),
  /** People that a backup's key file names, for the restore page. */
  inspectBackup: query({
    open: true,
    input: z.object({ path: z.string().max(4096) }),
    output: z.object({
      at: instant.nullable(),
      bytes: z.number(),
      people: z.array(z.object({ id: z.string(), name: z.string() })),
      hasRecovery: z.boolean(),
    }),
    reasons: ['file-not-found', 'keys-missing', 'backup-corrupt'],
  }),
  verify: command({
    input: none,
    output: z.object({ ok: z.boolean(), differences: z.array(z.string()).max(200), opsChecked: z.number().int() }),
  }),
  /** Terminal mails past their keeping time: what would leave, then the leaving itself. */
  retention: command({
    input: z.object({ dryRun: z.boolean() }),
    output: z.object({ mails: z.number().int(), events: z.number().int(), before: instant }),
  }),
  /**
   * Erases the personal data of one mail for good: recipient, phones, address, words of its trail and what
   * people wrote of it. The chain of ops still verifies. `dryRun` counts alone.
   */
  erase: command({
    input: z.object({ mailNo, reason: text(500), dryRun: z.boolean() }),
    output: z.object({ statements: z.number().int(), events: z.number().int(), ops: z.number().int(), records: z.number().int() }),
    reasons: ['not-found', 'exception-not-closed'],
  }),
  changed: topic(none),
};

export const settings = {
  /**
   * Open, because the look of the screens is known before anybody unlocks: then it is the one
   * last chosen on this computer, afterwards the person's own.
   */
  get: query({
    open: true,
    input: none,
    output: z.object({
      theme: z.enum(['light', 'dark', 'system']),
      contrast: z.enum(['normal', 'high']),
      textScale: z.number(),
      density: z.enum(['compact', 'standard', 'comfort']),
      language: z.enum(['zh-CN', 'en', 'zh-TW']),
      autoLockMinutes: z.number().int(),
      retentionDays: z.number().int(),
      exportFolder: z.string(),
      exportMasked: z.boolean(),
    }),
  }),
  set: command({
    input: z.object({
      theme: z.enum(['light', 'dark', 'system']).optional(),
      contrast: z.enum(['normal', 'high']).optional(),
      textScale: z.number().min(1).max(1.5).optional(),
      density: z.enum(['compact', 'standard', 'comfort']).optional(),
      language: z.enum(['zh-CN', 'en', 'zh-TW']).optional(),
      autoLockMinutes: z.number().int().min(1).max(120).optional(),
      retentionDays: z.number().int().min(7).max(3650).optional(),
      exportFolder: z.string().max(4096).optional(),
    }),
    output: none,
    reasons: ['folder-not-found'],
  }),
  changed: topic(none),
};

/** Long work, for the status bar. */
export const jobs = {
  list: query({
    input: none,
    output: z.object({
      jobs: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          state: z.enum(['queued', 'running', 'paused', 'done', 'cancelled', 'failed']),
          done: z.number(),
          total: z.number(),
          reason: z.string().nullable(),
          startedAt: instant.nullable(),
        }),
      ),
    }),
  }),
  cancel: command({ input: z.object({ jobId: z.string() }), output: none }),
  changed: topic(z.object({ jobIds: z.array(z.string()) })),
};
