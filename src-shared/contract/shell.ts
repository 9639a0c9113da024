import { z } from 'zod';
import type { CallMessage, ReplyMessage, TopicMessage, WireError } from './define.ts';

/**
 * The few things that only the desktop shell can do. The list is closed: the shell refuses
 * every other name, checks input before and output after, and answers only our own window.
 * The renderer calls `window.youshao.shell(name, input)` and gets a `ShellReply`.
 */
const nothing = z.strictObject({});
const filePath = z.string().min(1).max(4096);

export const FILE_FILTERS = ['imports', 'clients', 'backup', 'xlsx', 'csv', 'pdf', 'any'] as const;
const fileFilter = z.enum(FILE_FILTERS);

/** A person means the mail numbers that they have just copied; a whole workbook is not read. */
export const CLIPBOARD_READ_MAX = 20_000;

const windowState = z.object({
  isMaximised: z.boolean(),
  isFullScreen: z.boolean(),
  isFocused: z.boolean(),
});

export const shellCalls = {
  'app-info': {
    input: nothing,
    output: z.object({
      appVersion: z.string(),
      electronVersion: z.string(),
      chromeVersion: z.string(),
      nodeVersion: z.string(),
      platform: z.string(),
      isPackaged: z.boolean(),
      /** True: show 测试运行环境，请勿导入真实数据 in the title bar. */
      isTestRuntime: z.boolean(),
      /** `system`: the operating system draws the window's buttons, the title bar leaves room. */
      windowButtons: z.enum(['own', 'system']),
      /** False: keys are wrapped by the PIN alone. */
      hasKeystore: z.boolean(),
      userDataFolder: z.string(),
      logsFolder: z.string(),
      downloadsFolder: z.string(),
    }),
  },
  'choose-files': {
    input: z.strictObject({ filter: fileFilter, multiple: z.boolean(), title: z.string().max(80).optional() }),
    /** Empty when the person changed their mind. */
    output: z.object({ paths: z.array(z.string()) }),
  },
  'choose-folder': {
    input: z.strictObject({ title: z.string().max(80).optional(), startAt: filePath.optional() }),
    output: z.object({ path: z.string().nullable() }),
  },
  'choose-target': {
    input: z.strictObject({ filter: fileFilter, suggestedName: z.string().min(1).max(200), title: z.string().max(80).optional() }),
    output: z.object({ path: z.string().nullable() }),
  },
  'show-in-folder': { input: z.strictObject({ path: filePath }), output: z.object({ shown: z.boolean() }) },
  /** Opens a folder or a document (xlsx, csv, pdf, txt); never a program. */
  'open-path': { input: z.strictObject({ path: filePath }), output: z.object({ opened: z.boolean() }) },
  /** What is on the clipboard as text, its beginning if it is long; empty for anything else. */
  'clipboard-read': { input: nothing, output: z.object({ text: z.string().max(CLIPBOARD_READ_MAX) }) },
  /** Takes the last written text off the clipboard, unless something else was copied since: when a person leaves. */
  'clipboard-forget': { input: nothing, output: nothing },
  'clipboard-write': {
    /** With `clearAfterMs` the clipboard is emptied then, unless something else was copied. */
    input: z.strictObject({ text: z.string().max(2_000_000), clearAfterMs: z.number().int().min(1000).max(600_000).nullable() }),
    output: nothing,
  },
  window: {
    input: z.strictObject({ action: z.enum(['minimise', 'toggle-maximise', 'toggle-full-screen', 'close']) }),
    output: windowState,
  },
  /** So many changes wait to be sent: closing the window asks the page first (`window.closing`); 0 asks nothing. */
  'hold-close': { input: z.strictObject({ pending: z.number().int().min(0) }), output: nothing },
  'window-state': { input: nothing, output: windowState },
  /** Prints what the window shows (its print styles decide what) into a PDF chosen by the person. */
  'print-pdf': {
    input: z.strictObject({ suggestedName: z.string().min(1).max(200), landscape: z.boolean() }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Opens the system's print dialog for the same. */
  print: { input: nothing, output: z.object({ printed: z.boolean() }) },
  'restart-engine': { input: nothing, output: nothing },
  quit: { input: nothing, output: nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type ShellCalls = typeof shellCalls;
export type ShellCallName = keyof ShellCalls;
export type ShellInput<N extends ShellCallName> = z.infer<ShellCalls[N]['input']>;
export type ShellOutput<N extends ShellCallName> = z.infer<ShellCalls[N]['output']>;
export type ShellReply<N extends ShellCallName> = { ok: true; value: ShellOutput<N> } | { ok: false; error: WireError };

export function isShellCallName(name: unknown): name is ShellCallName {
  return typeof name === 'string' && Object.hasOwn(shellCalls, name);
}

/**
 * Topics that the bridge itself sends beside the engine's own: on `bridge.connected` everything
 * shown is to be read again; `window.changed` carries a window state; `window.closing` asks before
 * the window closes; `engine.failed` means that
 * the engine stopped several times in a row and is not started again by itself.
 */
export const BRIDGE_TOPICS = ['bridge.connected', 'bridge.disconnected', 'engine.failed', 'window.changed', 'window.closing'] as const;

/**
 * `window.youshao`: all that the renderer has of the outside.
 *
 * `call` sends a CallMessage to the engine and resolves (never rejects) with its ReplyMessage;
 * `id` is any integer not in use by another call of this window, commands carry a `requestId`.
 * Calls made while the engine is starting wait for it; a call whose engine died is answered with
 * `unavailable` / `engine-stopped`. `cancel(id)` asks to cancel a call, which is still answered
 * once. `subscribe` takes topic messages until the returned function is called.
 */
export type Bridge = {
  call(message: CallMessage): Promise<ReplyMessage>;
  cancel(callId: number): void;
  subscribe(listener: (message: TopicMessage) => void): () => void;
  shell<N extends ShellCallName>(name: N, input: ShellInput<N>): Promise<ShellReply<N>>;
  /** Path on disk of a dropped or chosen File; empty when it has none. `file` is a DOM File. */
  pathOf(file: unknown): string;
  /** Enlarges the whole page: 1.5 leaves a page two thirds as wide, which lays itself out anew. */
  zoom(factor: number): void;
};
