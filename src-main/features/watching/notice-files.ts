import { basename } from 'node:path';
import { watch } from 'chokidar';

export type FolderNotices = {
  /** A file lies in the folder and has stopped growing. */
  onFile(path: string): void;
  onProblem(error: unknown): void;
};

/** Watches one folder, not those below it; returns the way to stop. */
export type NoticeFiles = (folder: string, notices: FolderNotices) => () => void;

const STABLE_MS = 2000;
const POLL_MS = 500;
/** Office's own files of an open workbook, and what browsers and copiers write into before the end. */
const UNFINISHED = /^(~\$|\.)|\.(tmp|part|crdownload|download|lock)$/i;

export const noticeFiles: NoticeFiles = (folder, { onFile, onProblem }) => {
  const watcher = watch(folder, {
    depth: 0,
    ignored: (path) => path !== folder && UNFINISHED.test(basename(path)),
    awaitWriteFinish: { stabilityThreshold: STABLE_MS, pollInterval: POLL_MS },
  });
  watcher.on('add', onFile);
  watcher.on('error', onProblem);
  return () => void watcher.close();
};
