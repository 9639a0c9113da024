import type { Clock } from './clock.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * JSON lines: time, level, event, fields. `event` is a kebab-case word. Fields are ids, counts, times
 * and reasons; bodies, names, numbers of mails and texts that somebody typed have no place here.
 */
export type Log = { [Level in LogLevel]: (event: string, fields?: LogFields) => void };

export function createLog({ sink, clock, level = 'info' }: { sink(line: string): void; clock: Clock; level?: LogLevel }): Log {
  const lowest = LOG_LEVELS.indexOf(level);
  const write = (at: LogLevel, event: string, fields: LogFields = {}): void => {
    if (LOG_LEVELS.indexOf(at) < lowest) return;
    sink(JSON.stringify({ time: new Date(clock.now()).toISOString(), level: at, event, ...fields }));
  };
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

/** A log that writes nothing. */
export const silentLog: Log = createLog({ sink: () => undefined, clock: { now: () => 0 } });

/**
 * What a log may say of a failure: its kind, SQLSTATE or system code, and where in our code it arose.
 * Messages of the database quote values, so they stay out.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  const places = frames.slice(0, 6).map((line) =>
    line
      .trim()
      .replace(/^at /u, '')
      .replace(/file:\/\/\S*\/(?=[^/]+\/[^/]+$)/u, ''),
  );
  return { error: error.name, ...(typeof code === 'string' && { errorCode: code }), places: places.join(' < ') };
}
