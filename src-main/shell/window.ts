import { BrowserWindow } from 'electron';
import type { Session, WebContents } from 'electron';
import type { Log } from '#main/platform/log.ts';
import { APP_PAGE, isOwnPage } from './own-urls.ts';
import { readPlacement, SMALLEST_SIZE, writePlacement } from './window-bounds.ts';

export type WindowOptions = {
  readonly session: Session;
  readonly preload: string;
  readonly userDataFolder: string;
  readonly log: Log;
  readonly allowTools: boolean;
};

/** The one window: sandboxed, isolated, its frame drawn by the page (32 px title bar). */
export function createWindow(options: WindowOptions): BrowserWindow {
  const placement = readPlacement(options.userDataFolder);
  const window = new BrowserWindow({
    ...placement.bounds,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: '邮哨',
    backgroundColor: '#f4f6f5',
    // Windows keeps snapping and shadows with a hidden title bar; Linux needs no frame at all.
    ...(process.platform === 'linux' ? { frame: false } : { titleBarStyle: 'hidden' as const }),
    webPreferences: {
      preload: options.preload,
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.allowTools,
      // Timers of the page show running clocks also behind other windows.
      backgroundThrottling: false,
    },
  });
  window.removeMenu();
  if (placement.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writePlacement(options.userDataFolder, window));
  void window.loadURL(APP_PAGE);
  return window;
}

/** Nothing may open, navigate or attach: applied to every web contents that ever appears. */
export function guardContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(() => {
    log.warn('window-open-refused');
    return { action: 'deny' };
  });
  const refuse = (event: { preventDefault(): void }, url: string): void => {
    if (isOwnPage(url)) return;
    event.preventDefault();
    log.warn('navigation-refused');
  };
  contents.on('will-navigate', (event, url) => refuse(event, url ?? event.url));
  contents.on('will-redirect', (event, url) => refuse(event, url ?? event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
