import { useEffect } from 'react';
import { api } from '#renderer/api/client.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { OptionLine } from './OptionLine.tsx';
import css from './Search.module.css';
import { RESULTS_ID, optionId } from './result-ids.ts';
import { readRecentAgain } from './search-state.ts';
import type { Group, Option } from './search-options.ts';

type Props = {
  groups: readonly Group[];
  activeKey: string | null;
  question: string;
  isPending: boolean;
  onOpen: (option: Option) => void;
};

export function Results({ groups, activeKey, question, isPending, onOpen }: Props) {
  const t = useText();
  useEffect(() => {
    if (activeKey !== null) document.querySelector(`#${CSS.escape(optionId(activeKey))}`)?.scrollIntoView({ block: 'nearest' });
  }, [activeKey]);
  const isRecent = question === '' && groups.length > 0;
  return (
    <>
      <div id={RESULTS_ID} role="listbox" aria-label={t('search:results')} aria-busy={isPending} className={css['results']}>
        {groups.map((group) => (
          <GroupLines key={group.kind} group={group} activeKey={activeKey} onOpen={onOpen} />
        ))}
      </div>
      {isRecent ? (
        <div className={css['under']}>
          <LinkButton onClick={() => void forgetRecent()}>{t('search:forget')}</LinkButton>
        </div>
      ) : null}
      {groups.length === 0 && !isPending ? <Nothing question={question} /> : null}
      <p className={css['keys']}>{t('search:keys')}</p>
    </>
  );
}

async function forgetRecent(): Promise<void> {
  await api.search.forget({});
  await readRecentAgain();
}

function GroupLines({ group, activeKey, onOpen }: { group: Group; activeKey: string | null; onOpen: (option: Option) => void }) {
  const t = useText();
  const name = group.kind === 'recent' ? t('search:recent') : t(`search:scope.${group.kind}`);
  const count = formatCount(group.options.length);
  return (
    <div role="group" aria-label={name} className={css['group']}>
      <div role="presentation" className={css['groupHead']}>
        <b>{name}</b>
        {group.kind === 'recent' ? null : <span>{t(group.hasMore ? 'search:countMore' : 'search:count', { count })}</span>}
      </div>
      {group.options.map((option) => (
        <div
          key={option.key}
          id={optionId(option.key)}
          role="option"
          aria-selected={option.key === activeKey}
          className={classNames(css['option'], option.key === activeKey && css['active'])}
          onClick={() => onOpen(option)}
        >
          <OptionLine option={option} />
        </div>
      ))}
    </div>
  );
}

function Nothing({ question }: { question: string }) {
  const t = useText();
  return (
    <div className={css['nothing']}>
      {question === '' ? (
        <EmptyState title={t('search:box')}>
          {t('search:noRecent')} {t('search:hint')}
        </EmptyState>
      ) : (
        <EmptyState title={t('search:nothing', { text: question })}>{t('search:nothingHint')}</EmptyState>
      )}
    </div>
  );
}
