import { create } from 'zustand';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';

type Screening = AppContract['screening'];
export type Coverage = OutputOf<Screening['coverage']>;
export type Slot = Coverage['slots'][number];
export type ListName = InputOf<Screening['coverageList']>['list'];
export type ListRegion = InputOf<Screening['coverageList']>['region'];
export type ListedMail = OutputOf<Screening['coverageList']>['mails'][number];

/** Which number's mails are listed below the table. */
export const coverageStore = create<{ readonly list: ListName; readonly region: ListRegion }>(() => ({
  list: 'undetermined',
  region: null,
}));

export function openList(list: ListName, region: ListRegion): void {
  coverageStore.setState({ list, region });
}
