import type { WireError } from '#shared/contract/define.ts';

/** A refusal or failure as the engine told it; screens show it by its reason. */
export class CallError extends Error {
  readonly code: string;
  readonly reason: string;
  readonly detail: WireError['detail'];
  readonly incident: string | undefined;

  constructor(error: WireError) {
    super(`${error.code}: ${error.reason}`);
    this.name = 'CallError';
    this.code = error.code;
    this.reason = error.reason;
    this.detail = error.detail;
    this.incident = error.incident;
  }
}

/** Any throw as a `CallError`; what the engine did not name is a bug of ours. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  const error = new CallError({ code: 'internal', reason: 'bug', detail: {} });
  error.cause = thrown;
  return error;
}
