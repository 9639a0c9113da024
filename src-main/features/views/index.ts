export { createViewsHandlers } from './handlers.ts';
export { listAllViews, VIEW } from './store.ts';
export { foldAllViews, refoldViews } from './refold.ts';
