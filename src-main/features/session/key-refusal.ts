import { AppError, isAppError } from '#shared/kernel/app-error.ts';

/** Refusals of the keyring and the words that the contract has for them. */
const ANSWERS: Readonly<Record<string, { code: AppError['code']; reason: string }>> = {
  'pin-too-short': { code: 'invalid-input', reason: 'pin-too-short' },
  'pin-not-digits': { code: 'invalid-input', reason: 'pin-too-simple' },
  'pin-obvious': { code: 'invalid-input', reason: 'pin-too-simple' },
  // Who has no slot is not told apart from a wrong PIN.
  'person-slot-missing': { code: 'forbidden', reason: 'pin-wrong' },
  'recovery-code-mistyped': { code: 'invalid-input', reason: 'recovery-wrong' },
  'recovery-code-wrong': { code: 'forbidden', reason: 'recovery-wrong' },
  'recovery-slot-missing': { code: 'not-found', reason: 'recovery-missing' },
  'last-key-slot': { code: 'conflict', reason: 'last-administrator' },
};

/** Throws a keyring's refusal under its declared reason, everything else as it is. */
export async function declaringKeyReasons<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const answer = isAppError(error) ? ANSWERS[error.reason] : undefined;
    if (answer === undefined || !isAppError(error)) throw error;
    throw new AppError(answer.code, answer.reason, { cause: error, detail: error.detail });
  }
}
