import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { SEARCH_SCOPES, SEARCH_TEXT_MAX } from '#shared/contract/search.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import css from './Search.module.css';
import { RESULTS_ID, optionId } from './result-ids.ts';
import { indexPercent } from './search-options.ts';
import type { Found } from './search-options.ts';
import { chooseScope, searchState, typeSearch } from './search-state.ts';

export const SEARCH_BOX_ID = 'ledger-search';

type Props = {
  boxRef: RefObject<HTMLInputElement | null>;
  activeKey: string | null;
  onKeyDown: (event: KeyboardEvent) => void;
  answer: Found | undefined;
};

/** The box, what is looked for, and how far the index is. */
export function SearchBar({ boxRef, activeKey, onKeyDown, answer }: Props) {
  const t = useText();
  const text = searchState((state) => state.text);
  const chosen = searchState((state) => state.scope);
  return (
    <div className={css['bar']}>
      <h1 className={css['hidden']}>{t('screens:search.title')}</h1>
      <label className={css['box']}>
        <IconSearch size={16} aria-hidden />
        <input
          ref={boxRef}
          id={SEARCH_BOX_ID}
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={RESULTS_ID}
          aria-autocomplete="list"
          aria-activedescendant={activeKey === null ? undefined : optionId(activeKey)}
          aria-label={t('search:box')}
          placeholder={t('search:box')}
          title={t('search:hint')}
          maxLength={SEARCH_TEXT_MAX}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => typeSearch(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <div role="radiogroup" aria-label={t('search:scopes')} className={css['scopes']}>
        {SEARCH_SCOPES.map((scope, index) => (
          <Chip
            key={scope}
            role="radio"
            aria-checked={scope === chosen}
            on={scope === chosen}
            title={`Alt ${index + 1}`}
            onClick={() => chooseScope(scope)}
          >
            {t(`search:scope.${scope}`)}
          </Chip>
        ))}
      </div>
      {answer === undefined ? null : <IndexNote index={answer.index} />}
    </div>
  );
}

function IndexNote({ index }: { index: Found['index'] }) {
  const t = useText();
  const percent = indexPercent(index);
  if (percent === null) return null;
  return (
    <span className={css['note']} role="status">
      <Progress done={index.done} total={index.total} label={t('search:indexLabel')} />
      {t('search:index', { percent })}
    </span>
  );
}
