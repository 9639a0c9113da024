/** Where the code of a worker thread lies: a file path or file URL for `new Worker(...)`. */
export type WorkerEntry = (name: string) => string | URL;

/** Worker entries run from the sources; a bundle hands in a port of its own. */
export const sourceWorkerEntry: WorkerEntry = (name) => new URL(`../workers/${name}.worker.ts`, import.meta.url);
