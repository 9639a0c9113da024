export { FolderWatcher } from './folder-watcher.ts';
export { noticeFiles } from './notice-files.ts';
export type { FolderNotices, NoticeFiles } from './notice-files.ts';
