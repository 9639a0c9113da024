import type { BrowserWindow, WebFrameMain } from 'electron';
import { isOwnPage } from './own-urls.ts';

/** Whether a message comes from the top frame of our window, showing our page. */
export function isOwnFrame(frame: WebFrameMain | null, window: BrowserWindow): boolean {
  if (!frame || window.isDestroyed()) return false;
  const own = window.webContents.mainFrame;
  const isMainFrame = frame.processId === own.processId && frame.routingId === own.routingId;
  return isMainFrame && isOwnPage(frame.url);
}
