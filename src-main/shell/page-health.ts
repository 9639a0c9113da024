import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Log } from '#main/platform/log.ts';

const CRASH_WINDOW_MS = 60_000;
const MAX_RELOADS = 3;

/** Loads the page again when its process dies, asks when it hangs; acts already made are in the ledger. */
export function watchPage(window: BrowserWindow, log: Log, now: () => number): void {
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log.error('page-gone', { reason: details.reason, code: details.exitCode });
    reloads = [...reloads.filter((at) => now() - at < CRASH_WINDOW_MS), now()];
    if (reloads.length <= MAX_RELOADS) window.webContents.reload();
    else void askAfterCrash(window);
  });
  let isAsking = false;
  window.on('unresponsive', () => {
    log.warn('page-unresponsive');
    if (isAsking) return;
    isAsking = true;
    void askAfterHang(window).finally(() => {
      isAsking = false;
    });
  });
  window.on('responsive', () => log.info('page-responsive'));
  window.webContents.on('preload-error', (_event, _path, error) => log.error('preload-failed', { error }));
}

async function askAfterCrash(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: '界面多次意外退出',
    detail: '已保存的内容都在账本里，不会丢失。',
    buttons: ['重新加载', '退出'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) window.webContents.reload();
  else window.close();
}

async function askAfterHang(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: '界面没有响应',
    detail: '后台仍在工作，已保存的内容不会丢失。可以继续等待，或重新加载界面。',
    buttons: ['继续等待', '重新加载'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return;
  window.webContents.forcefullyCrashRenderer();
  window.webContents.reload();
}
