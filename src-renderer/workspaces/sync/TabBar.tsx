import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Sync.module.css';
import { TABS, showTab } from './sync-store.ts';
import type { Tab } from './sync-store.ts';

export const PANEL_ID = 'sync-panel';
export const tabId = (tab: Tab): string => `sync-tab-${tab}`;
type Props = { shown: Tab; counts: Readonly<Partial<Record<Tab, number>>> };

/** Four lists with their counts; arrows move between them while one has the focus. */
export function TabBar({ shown, counts }: Props) {
  const t = useText();
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    const next = TABS[TABS.indexOf(shown) + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    showTab(next);
    bar.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus();
  };
  return (
    <div ref={bar} role="tablist" aria-label={t('sync:tabs.label')} className={css['tabs']} onKeyDown={onKeyDown}>
      {TABS.map((tab) => {
        const count = counts[tab] ?? 0;
        const isBad = count > 0 && (tab === 'failures' || tab === 'conflicts');
        return (
          <button
            type="button"
            key={tab}
            id={tabId(tab)}
            role="tab"
            aria-selected={tab === shown}
            aria-controls={PANEL_ID}
            tabIndex={tab === shown ? 0 : -1}
            className={classNames(css['tab'], tab === shown && css['on'], isBad && css['bad'])}
            onClick={() => showTab(tab)}
          >
            {t(`sync:tabs.${tab}`)}
            {count > 0 ? <b>{formatCount(count)}</b> : null}
          </button>
        );
      })}
    </div>
  );
}
