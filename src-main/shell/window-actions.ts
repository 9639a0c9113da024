import type { BrowserWindow } from 'electron';
import type { ShellInput, ShellOutput } from '#shared/contract/shell.ts';

export function windowState(window: BrowserWindow): ShellOutput<'window-state'> {
  return {
    isMaximised: window.isMaximized(),
    isFullScreen: window.isFullScreen(),
    isFocused: window.isFocused(),
  };
}

export function actOnWindow(window: BrowserWindow, action: ShellInput<'window'>['action']): ShellOutput<'window'> {
  if (action === 'minimise') window.minimize();
  else if (action === 'toggle-full-screen') window.setFullScreen(!window.isFullScreen());
  else if (action === 'toggle-maximise') {
    if (window.isMaximized()) window.unmaximize();
    else window.maximize();
  }
  const state = windowState(window);
  if (action === 'close') window.close();
  return state;
}

/** Calls `changed` whenever something of the state that the title bar shows has changed. */
export function watchWindowState(window: BrowserWindow, changed: (state: ShellOutput<'window-state'>) => void): void {
  const tell = (): void => changed(windowState(window));
  window.on('maximize', tell);
  window.on('unmaximize', tell);
  window.on('enter-full-screen', tell);
  window.on('leave-full-screen', tell);
  window.on('focus', tell);
  window.on('blur', tell);
}
