import type { Clock } from './clock.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, unknown>>;

/** Takes one finished line without a line end. */
export type LogSink = (line: string) => void;

/** `event` is a kebab-case word; everything else goes into fields. */
export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log that adds these fields to each line. */
  with(fields: LogFields): Log;
};

/** Fields with such names hold people's data or secrets and are never written. */
const PRIVATE_FIELD =
  /(pin|key|secret|password|passphrase|token|phone|mobile|tel|address|sender|receiver|recipient|addressee|consignee)(s|hex)?$|name$/i;
const PUBLIC_NAMES = new Set(['fileKind', 'eventName', 'jobKind', 'hostname', 'workerName']);
const ELEVEN_DIGITS = /(?<!\d)\d{11}(?!\d)/g;
const MAIL_ADDRESS = /[\w.+-]+@([\w-]+\.[\w.-]+)/g;

/** A log of JSON lines: time, level, event, fields; personal data removed. */
export function createLog(options: { sink: LogSink; clock: Clock; level?: LogLevel }): Log {
  const lowest = LOG_LEVELS.indexOf(options.level ?? 'info');
  const build = (always: LogFields): Log => {
    const write = (level: LogLevel, event: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < lowest) return;
      const time = new Date(options.clock.now()).toISOString();
      options.sink(JSON.stringify({ time, level, event, ...redactFields({ ...always, ...fields }) }));
    };
    return {
      debug: (event, fields) => write('debug', event, fields),
      info: (event, fields) => write('info', event, fields),
      warn: (event, fields) => write('warn', event, fields),
      error: (event, fields) => write('error', event, fields),
      with: (fields) => build({ ...always, ...fields }),
    };
  };
  return build({});
}

/** A log that writes nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};

/** Replaces telephone numbers and the personal part of mail addresses. */
export function redactText(text: string): string {
  return text.replace(ELEVEN_DIGITS, '***********').replace(MAIL_ADDRESS, '***@$1');
}

function redactFields(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      PRIVATE_FIELD.test(field) && !PUBLIC_NAMES.has(field) ? '***' : redactValue(value),
    ]),
  );
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return /^\d{11}$/.test(String(value)) ? '***********' : value;
  if (typeof value === 'bigint') return redactText(String(value));
  if (value instanceof Error) return redactError(value);
  if (value instanceof Uint8Array) return `bytes(${value.length})`;
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value === 'object' && value !== null) return redactFields(value as LogFields);
  return value;
}

function redactError(error: Error): Record<string, unknown> {
  return {
    error: redactText(`${error.name}: ${error.message}`),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause instanceof Error && { cause: redactError(error.cause) }),
  };
}
