import type { z } from 'zod';
import type { Ids } from '#main/platform/ids.ts';
import type { Log } from '#main/platform/log.ts';
import type { AppError, ErrorDetail } from '#shared/kernel/app-error.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { COMMON_REASONS } from '#shared/contract/define.ts';
import type { Answer } from './remembered-answers.ts';

/** Turns whatever was thrown into an answer; bugs get an incident number and go to the log with their stack. */
export class ErrorAnswers {
  readonly #log: Log;
  readonly #ids: Ids;

  constructor(log: Log, ids: Ids) {
    this.#log = log;
    this.#ids = ids;
  }

  refusal(code: AppError['code'], reason: string, detail: ErrorDetail = {}): Answer {
    return { ok: false, error: { code, reason, detail: { ...detail } } };
  }

  /** `declared`: the reasons of the endpoint; another one is passed on, but logged as a bug. */
  thrown(path: string, error: unknown, declared: readonly string[]): Answer {
    if (!isAppError(error)) return this.bug(path, error);
    const wire = { code: error.code, reason: error.reason, detail: { ...error.detail } };
    const isKnown = declared.includes(error.reason) || isCommon(error.reason);
    if (isKnown && error.code !== 'internal') return { ok: false, error: wire };
    const incident = this.#incident();
    this.#log.error(isKnown ? 'call-failed' : 'reason-undeclared', { path, incident, error });
    return { ok: false, error: { ...wire, incident } };
  }

  bug(path: string, error: unknown, reason: 'bug' | 'output-not-valid' = 'bug'): Answer {
    const incident = this.#incident();
    this.#log.error('call-failed', { path, incident, error: toError(error) });
    return { ok: false, error: { code: 'internal', reason, detail: {}, incident } };
  }

  #incident(): string {
    return this.#ids.bytes(4).toString('hex').toUpperCase();
  }
}

/** Where an input went wrong, without any of its values. */
export function issueDetail(error: z.ZodError, part: 'message' | 'input'): ErrorDetail {
  const issue = error.issues[0];
  return { part, path: issue?.path.map(String).join('.') ?? '', issue: issue?.code ?? '' };
}

function isCommon(reason: string): boolean {
  return (COMMON_REASONS as readonly string[]).includes(reason);
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`thrown: ${typeof thrown}`);
}
