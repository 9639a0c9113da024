export { createViewsHandlers } from './handlers.ts';
export { listAllViews, VIEW } from './store.ts';
