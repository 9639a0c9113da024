/** The command was called wrongly: exit code 2, nothing was done. */
export class UsageError extends Error {
  readonly reason: string;
  readonly detail: Readonly<Record<string, string>>;

  constructor(reason: string, detail: Readonly<Record<string, string>> = {}) {
    super(`${reason} ${JSON.stringify(detail)}`);
    this.name = 'UsageError';
    this.reason = reason;
    this.detail = detail;
  }
}
