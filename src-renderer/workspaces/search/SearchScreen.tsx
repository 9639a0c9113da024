import { useEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { SEARCH_TEXT_MAX } from '#shared/contract/search.ts';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { openMail } from '#renderer/features/mail-number/find-mails.ts';
import { goTo, navigation } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { belongsToInputMethod } from '#renderer/ui/keyboard/composition.ts';
import { useCommands } from '#renderer/ui/keyboard/commands.ts';
import { FoundMail } from './FoundMail.tsx';
import { Results } from './Results.tsx';
import { SearchBar } from './SearchBar.tsx';
import { searchCommands } from './search-commands.ts';
import { groupsOf, mailNoOf, movedKey, optionsOf, recentGroup } from './search-options.ts';
import type { Group, Option } from './search-options.ts';
import { rememberSearch, searchState, typeSearch } from './search-state.ts';

const NONE: readonly Group[] = [];

/** Everything that the ledger holds by a part of a number, a client or a word: by keyboard alone. */
export function SearchScreen() {
  const t = useText();
  const box = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useQuestionOfAddress(box);
  useCommands(
    'search',
    useMemo(() => searchCommands(t), [t]),
  );
  const { groups, question, isPending, answer } = useGroups();
  const options = optionsOf(groups);
  const chosen = searchState((state) => state.activeKey);
  const active = options.find(({ key }) => key === chosen) ?? (question === '' ? undefined : options[0]);
  const mailNo = mailNoOf(active);
  const keys = { box, panel, options, active: active?.key ?? null, isPending };
  return (
    <SplitPage
      bar={<SearchBar boxRef={box} activeKey={active?.key ?? null} onKeyDown={(event) => onBoxKey(event, keys)} answer={answer.data} />}
      side={
        mailNo === null ? null : (
          <div onKeyDown={(event) => event.code === 'Escape' && box.current?.focus()}>
            <FoundMail mailNo={mailNo} panelRef={panel} />
          </div>
        )
      }
      sideLabel={t('search:mail')}
      sideWidth="panel"
      sideAt="end"
    >
      {answer.error === null ? (
        <Results
          groups={groups}
          activeKey={active?.key ?? null}
          question={question}
          isPending={isPending}
          onOpen={(option) => open(option, panel)}
        />
      ) : (
        <CallErrorBox error={answer.error} onRetry={() => void answer.refetch()} />
      )}
    </SplitPage>
  );
}

/** The address may bring a question; the box has the focus whenever the screen is asked for. */
function useQuestionOfAddress(box: RefObject<HTMLInputElement | null>): void {
  const parameters = navigation((state) => state.parameters);
  useEffect(() => {
    const { text } = parameters;
    if (text !== undefined) typeSearch(text.slice(0, SEARCH_TEXT_MAX));
    box.current?.focus();
    box.current?.select();
  }, [box, parameters]);
}

function useGroups() {
  const text = searchState((state) => state.text);
  const scope = searchState((state) => state.scope);
  const question = text.trim();
  const isAsked = question !== '';
  const answer = useQueryOf(api.search.find, { text: question, scope }, { enabled: isAsked, keepPrevious: true });
  const recent = useQueryOf(api.search.recent, {}).data;
  const found = isAsked ? answer.data : undefined;
  const groups = useMemo(
    () => (isAsked ? (found === undefined ? NONE : groupsOf(found)) : recent?.texts.length ? [recentGroup(recent.texts)] : NONE),
    [isAsked, found, recent],
  );
  return { groups, question, answer, isPending: isAsked && (answer.isPending || answer.isPlaceholderData) };
}

type Keys = {
  box: RefObject<HTMLInputElement | null>;
  panel: RefObject<HTMLDivElement | null>;
  options: readonly Option[];
  active: string | null;
  isPending: boolean;
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function onBoxKey(event: KeyboardEvent, keys: Keys): void {
  if (belongsToInputMethod(event.nativeEvent) || event.ctrlKey || event.altKey) return;
  const step = STEPS[event.code];
  if (step !== undefined) {
    event.preventDefault();
    const hasChosen = searchState.getState().activeKey !== null || keys.active !== null;
    searchState.setState({ activeKey: movedKey(keys.options, hasChosen ? keys.active : null, step) });
  } else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
    event.preventDefault();
    if (keys.isPending) void openFirst(keys.panel);
    else
      open(
        keys.options.find(({ key }) => key === keys.active),
        keys.panel,
      );
  } else if (event.code === 'Escape') {
    event.preventDefault();
    if (searchState.getState().text === '') window.history.back();
    else typeSearch('');
  }
}

/** Faster than the answer: what was typed is asked, not what stands there still. */
async function openFirst(panel: RefObject<HTMLDivElement | null>): Promise<void> {
  const { text, scope } = searchState.getState();
  const found = await fetchQueryOf(api.search.find, { text: text.trim(), scope });
  open(optionsOf(groupsOf(found))[0], panel);
}

function open(option: Option | undefined, panel: RefObject<HTMLDivElement | null>): void {
  if (option === undefined) return;
  if (option.kind === 'recent') return typeSearch(option.text);
  // What could not be remembered is no reason not to open.
  rememberSearch().catch(() => undefined);
  searchState.setState({ activeKey: option.key });
  if (option.kind === 'clients') goTo('/clients', { search: option.hit.name.text || option.hit.code });
  else if (option.kind === 'exceptions') openMail({ mailNo: option.hit.mailNo, exception: option.hit });
  else if (option.hit.exception !== null) openMail(option.hit);
  // A mail without an exception is read here.
  else panel.current?.focus();
}
