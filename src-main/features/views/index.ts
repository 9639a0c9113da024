export { createViewsHandlers } from './handlers.ts';
export { listAllViews } from './store.ts';
export { foldAllViews, refoldViews } from './refold.ts';
