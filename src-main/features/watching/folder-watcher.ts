import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { findJob, listJobs } from '../../jobs/job-store.ts';
import type { JobChange } from '../../jobs/job.ts';
import { JOB_CHANGED_TOPIC } from '../../jobs/job.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { inspectInWorker } from '../../workers/parsing/index.ts';
import type { Inspection } from '../../workers/parsing/index.ts';
import type { FolderWatch, JobPorts } from '../handler-context.ts';
import { findRemembered, findSameContent } from '../imports/index.ts';
import { enqueueImport } from '../jobs/index.ts';
import { readSettings, writeSettings } from '../settings/index.ts';
import { deleteOld, moveToImported } from './imported-folder.ts';
import type { NoticeFiles } from './notice-files.ts';

export type WatcherPorts = JobPorts & { readonly noticeFiles: NoticeFiles };

/**
 * Imports what is put into the watched folder. A file whose headings are not known, or that
 * cannot be read, stays where it is, with its reason as the folder's problem.
 */
export class FolderWatcher implements FolderWatch {
  readonly #ports: WatcherPorts;
  readonly #stopListening: () => void;
  #stopNotices: () => void = () => undefined;
  #folder: string | null = null;
  /** Reasons by the file that stays; the folder's own under its path. */
  readonly #problems = new Map<string, string>();
  /** Files of jobs that have not ended yet, by job. */
  readonly #underWay = new Map<string, string>();
  #turn: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(ports: WatcherPorts) {
    this.#ports = ports;
    this.#stopListening = ports.ledger.listen(({ topic, payload }) => {
      if (topic === JOB_CHANGED_TOPIC && (payload as JobChange).kind === 'import') this.#queue(() => this.#moveDone());
    });
  }

  /** Begins, and begins anew after the folder was changed. */
  start(): void {
    this.#stopNotices();
    this.#stopNotices = () => undefined;
    this.#problems.clear();
    const { ledger, kind, noticeFiles } = this.#ports;
    this.#folder = kind === 'demonstration' ? null : ledger.read((tx) => readSettings(tx)).watchFolder;
    const folder = this.#folder;
    if (folder === null) return;
    for (const { id, path } of ledger.read(listUnderWay)) if (dirname(path) === folder) this.#underWay.set(id, path);
    if (!existsSync(folder)) return void this.#problems.set(folder, 'folder-not-found');
    this.#stopNotices = noticeFiles(folder, {
      onFile: (path) => this.#queue(() => this.#take(path)),
      onProblem: (error) => {
        this.#problems.set(folder, 'folder-not-found');
        this.#ports.log.warn('watched-folder-failed', { error });
      },
    });
  }

  status(): { path: string | null; deleteAfterDays: number; problem: string | null } {
    const { watchFolder, watchDeleteAfterDays } = this.#ports.ledger.read((tx) => readSettings(tx));
    for (const path of this.#problems.keys()) if (path !== this.#folder && !existsSync(path)) this.#problems.delete(path);
    const [problem = null] = this.#problems.values();
    return { path: watchFolder, deleteAfterDays: watchDeleteAfterDays, problem };
  }

  set(path: string | null, deleteAfterDays: number): void {
    if (this.#ports.kind === 'demonstration') throw new AppError('forbidden', 'not-permitted');
    if (path !== null && !(existsSync(path) && statSync(path).isDirectory())) throw new AppError('not-found', 'folder-not-found');
    this.#ports.ledger.write((tx) => writeSettings(tx, { watchFolder: path, watchDeleteAfterDays: deleteAfterDays }));
    this.start();
  }

  /** Deletes what has been kept long enough; looks again for a folder that was not there. */
  wake(): void {
    const folder = this.#folder;
    if (folder === null) return;
    if (this.#problems.get(folder) !== undefined && existsSync(folder)) this.start();
    const { watchDeleteAfterDays } = this.#ports.ledger.read((tx) => readSettings(tx));
    try {
      deleteOld(folder, watchDeleteAfterDays, this.#ports.clock.now());
    } catch (error) {
      this.#ports.log.warn('imported-file-not-deleted', { error });
    }
  }

  /** Resolves when every noticed file has been looked at. */
  settled(): Promise<void> {
    return this.#turn;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    this.#stopNotices();
    await this.#turn;
  }

  #queue(work: () => void | Promise<void>): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#isStopped) return;
      try {
        await work();
      } catch (error) {
        this.#ports.log.warn('watched-file-failed', { error });
      }
    });
  }

  async #take(path: string): Promise<void> {
    if (!existsSync(path) || dirname(path) !== this.#folder || [...this.#underWay.values()].includes(path)) return;
    try {
      const inspection = await inspectInWorker(this.#ports.workerEntry('parse'), path, { seekLatestEvent: false });
      this.#problems.delete(path);
      if (this.#isStopped || this.#moveWhenKnown(path, inspection)) return;
      this.#import(path, inspection);
    } catch (error) {
      this.#problems.set(path, isAppError(error) ? error.reason : 'file-unrecognised');
    }
    this.#ports.ledger.announce('imports.changed', { fileIds: [] });
  }

  /** After a stop between import and move. */
  #moveWhenKnown(path: string, { sniff }: Inspection): boolean {
    const known = this.#ports.ledger.read((tx) => findSameContent(tx, sniff.sha256));
    if (known?.path !== path) return false;
    moveToImported(path, this.#ports.clock.now());
    return true;
  }

  #import(path: string, inspection: Inspection): void {
    const { ledger, ids, clock } = this.#ports;
    const mapping = ledger.read((tx) => findRemembered(tx, inspection));
    if (mapping === undefined && (inspection.kind === 'unknown' || inspection.kind === 'people')) {
      this.#problems.set(path, 'headings-not-found');
      return;
    }
    const order = { fileId: ids.uuid(clock.now()), path, name: basename(path), kind: 'auto', actor: null } as const;
    const { jobId } = ledger.write<{ jobId: string }>((tx) => enqueueImport(tx, { ...order, ...(mapping && { mapping }) }));
    this.#underWay.set(jobId, path);
  }

  #moveDone(): void {
    const { ledger, clock } = this.#ports;
    for (const [jobId, path] of this.#underWay) {
      const job = ledger.read((tx) => findJob(tx, jobId));
      if (job && UNFINISHED.some((state) => state === job.state)) continue;
      this.#underWay.delete(jobId);
      if (!existsSync(path)) continue;
      if (job?.state === 'done') moveToImported(path, clock.now());
      else this.#problems.set(path, job?.error?.reason ?? 'cancelled');
    }
  }
}

const UNFINISHED = ['waiting', 'running', 'paused'] as const;

function listUnderWay(tx: ReadTx): { id: string; path: string }[] {
  return listJobs(tx, { kind: 'import', states: UNFINISHED }).map(({ id, input }) => ({ id, path: pathOf(input) }));
}

function pathOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'path' in input ? String(input.path) : '';
}
