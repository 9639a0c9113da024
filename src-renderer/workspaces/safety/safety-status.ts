import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';

export type SafetyStatus = OutputOf<AppContract['safety']['status']>;
