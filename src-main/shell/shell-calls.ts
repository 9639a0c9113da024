import { app } from 'electron';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { ErrorAnswers, issueDetail } from '#main/ipc/answer-errors.ts';
import { isWithinLimits } from '#main/ipc/message-size.ts';
import type { Answer } from '#main/ipc/remembered-answers.ts';
import type { Ids } from '#main/platform/ids.ts';
import type { Log } from '#main/platform/log.ts';
import type { Timers } from '#main/platform/timers.ts';
import { isShellCallName, shellCalls } from '#shared/contract/shell.ts';
import type { ShellCallName, ShellInput, ShellOutput } from '#shared/contract/shell.ts';
import { TimedClipboard, readClipboard } from './clipboard.ts';
import { chooseFiles, chooseFolder, chooseTarget } from './file-dialogs.ts';
import { openPath, showInFolder } from './open-outside.ts';
import { isTestRuntime } from './places.ts';
import { printOnPaper, printPdf } from './printing.ts';
import { isOwnFrame } from './sender.ts';
import { actOnWindow, windowState } from './window-actions.ts';

export type ShellCallPorts = {
  readonly window: () => BrowserWindow | undefined;
  readonly hasKeystore: boolean;
  readonly restartEngine: () => void;
  readonly holdClose: (pending: number) => void;
  readonly timers: Timers;
  readonly log: Log;
  readonly ids: Ids;
};

type Handlers = {
  readonly [N in ShellCallName]: (input: ShellInput<N>, window: BrowserWindow) => ShellOutput<N> | Promise<ShellOutput<N>>;
};

/** Reasons that shell calls may fail with, beside the common ones. */
const REASONS = ['target-not-writable'] as const;

/** Answers the shell channel: sender, name, input and output are checked; never throws. */
export function createShellCalls(ports: ShellCallPorts): (event: IpcMainInvokeEvent, name: unknown, input: unknown) => Promise<Answer> {
  const handlers = handlersOf(ports);
  const errors = new ErrorAnswers(ports.log, ports.ids);
  return async (event, name, input) => {
    const window = ports.window();
    if (!window || !isOwnFrame(event.senderFrame, window)) {
      ports.log.warn('sender-refused');
      return errors.refusal('forbidden', 'not-permitted');
    }
    if (!isShellCallName(name)) return errors.refusal('not-found', 'endpoint-unknown');
    if (!isWithinLimits(input)) return errors.refusal('invalid-input', 'message-too-large');
    const { input: shape, output } = shellCalls[name];
    const parsed = shape.safeParse(input);
    if (!parsed.success) {
      return errors.refusal('invalid-input', 'input-not-valid', issueDetail(parsed.error, 'input'));
    }
    const handler = handlers[name] as (input: unknown, window: BrowserWindow) => unknown;
    try {
      const value = output.safeParse(await handler(parsed.data, window));
      if (!value.success) return errors.bug(`shell.${name}`, value.error, 'output-not-valid');
      return { ok: true, value: value.data };
    } catch (error) {
      return errors.thrown(`shell.${name}`, error, REASONS);
    }
  };
}

function handlersOf(ports: ShellCallPorts): Handlers {
  const clipboard = new TimedClipboard(ports.timers);
  // A timer does not outlive the program; what it was to clear must not either.
  app.once('will-quit', () => void clipboard.forget());
  return {
    'app-info': () => appInfo(ports.hasKeystore),
    'choose-files': (input, window) => chooseFiles(window, input),
    'choose-folder': (input, window) => chooseFolder(window, input),
    'choose-target': (input, window) => chooseTarget(window, input),
    'show-in-folder': ({ path }) => showInFolder(path),
    'open-path': ({ path }) => openPath(path),
    'clipboard-read': readClipboard,
    'clipboard-forget': async () => {
      await clipboard.forget();
      return {};
    },
    'clipboard-write': ({ text, clearAfterMs }) => {
      clipboard.write(text, clearAfterMs);
      return {};
    },
    window: ({ action }, window) => actOnWindow(window, action),
    'hold-close': ({ pending }) => {
      ports.holdClose(pending);
      return {};
    },
    'window-state': (_input, window) => windowState(window),
    'print-pdf': (input, window) => printPdf(window, input),
    print: (_input, window) => printOnPaper(window),
    'restart-engine': () => {
      ports.restartEngine();
      return {};
    },
    quit: () => {
      app.quit();
      return {};
    },
  };
}

function appInfo(hasKeystore: boolean): ShellOutput<'app-info'> {
  const { electron, chrome, node } = process.versions;
  return {
    appVersion: app.getVersion(),
    electronVersion: electron,
    chromeVersion: chrome,
    nodeVersion: node,
    platform: process.platform,
    isPackaged: app.isPackaged,
    isTestRuntime: isTestRuntime(),
    windowButtons: process.platform === 'darwin' ? 'system' : 'own',
    hasKeystore,
    userDataFolder: app.getPath('userData'),
    logsFolder: app.getPath('logs'),
    downloadsFolder: app.getPath('downloads'),
  };
}
