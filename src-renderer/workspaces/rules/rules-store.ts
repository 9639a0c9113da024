import { create } from 'zustand';
import { withValue } from '#shared/domain/rules/number-fields.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

type Contract = AppContract['rules'];
export type DryRun = OutputOf<Contract['dryRun']>;
export type DryRunSums = NonNullable<DryRun['sums']>;
export type Problem = OutputOf<Contract['check']>['problems'][number];
export type Change = OutputOf<Contract['check']>['changes'][number];
export type Version = OutputOf<Contract['list']>['versions'][number];
export type UnseenCode = OutputOf<Contract['unseenCodes']>['codes'][number];
export type ListedMail = OutputOf<Contract['dryRunMails']>['mails'][number];
export type MailList = Pick<InputOf<Contract['dryRunMails']>, 'list' | 'rule' | 'clientCode'>;

export const SECTIONS = ['thresholds', 'lists', 'phrases', 'mappings', 'holidays', 'unseen', 'versions', 'review'] as const;
export type Section = (typeof SECTIONS)[number];

type State = {
  readonly section: Section;
  /** Null: nothing was changed, the rules in force are shown. */
  readonly draft: RuleDraft | null;
  /** Another number draws the fields anew: their typed texts are those of another draft. */
  readonly round: number;
  readonly mails: MailList;
};

const FRESH: State = { section: 'thresholds', draft: null, round: 0, mails: { list: 'new', rule: null, clientCode: null } };

/** What is being changed; it stays while other screens are shown, and goes with the person. */
export const rulesStore = create<State>(() => FRESH);
onFreshStart(() => rulesStore.setState(FRESH));

export function openSection(section: Section): void {
  rulesStore.setState({ section });
}

export function openMails(mails: MailList): void {
  rulesStore.setState({ mails });
}

/** Changes one value of the draft; the first change makes the draft of what is shown. */
export function changeDraft(shown: RuleDraft, path: string, value: unknown): void {
  rulesStore.setState((state) => ({ draft: withValue(state.draft ?? shown, path, value) }));
}

/** Takes a whole draft, or none. */
export function takeDraft(draft: RuleDraft | null): void {
  rulesStore.setState((state) => ({ draft, round: state.round + 1 }));
}
