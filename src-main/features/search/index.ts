export { createSearch } from './find.ts';
export type { Search, SearchAnswer } from './find.ts';
export { forgetExceptions, forgetMails } from './forget-mails.ts';
export { indexAll, SearchIndexer } from './indexer.ts';
export { indexException, reindexOps } from './index-step.ts';
export { forgetRecent } from './recent.ts';
export { verifyIndex } from './verify-index.ts';
