import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';

export type ListedPerson = OutputOf<AppContract['people']['list']>['people'][number];
