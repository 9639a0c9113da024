import {
  IconAlertTriangle,
  IconArchive,
  IconCheckbox,
  IconHourglassLow,
  IconInbox,
  IconList,
  IconSun,
  IconUserCheck,
  IconUserStar,
} from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import css from './Queue.module.css';
import { NO_NARROWING, queueStore } from './queue-store.ts';
import type { QueueView } from './queue-store.ts';
import { focusGrid } from './queue-commands.ts';
import { TYPE_KEYS } from './row-facts.ts';

const VIEWS: readonly (readonly [view: QueueView, icon: typeof IconSun])[] = [
  ['due-today', IconSun],
  ['soon', IconHourglassLow],
  ['over', IconAlertTriangle],
  ['mine', IconUserCheck],
  ['my-first-asked', IconUserStar],
  ['unclaimed', IconInbox],
  ['self-cleared', IconCheckbox],
  ['closed', IconArchive],
  ['all-open', IconList],
];
const TIERS = ['strategic', 'head', 'vip', 'key', 'agreement'] as const;

function choose(narrow: boolean, change: Partial<ReturnType<typeof queueStore.getState>>): void {
  queueStore.setState(change);
  if (narrow) queueStore.setState({ viewsOpen: false });
  focusGrid();
}

/** Views with live counts; a type or tier narrows all open ones to its own. */
export function QueueViews({ narrow }: { narrow: boolean }) {
  const t = useText();
  const { view, types, tiers } = queueStore();
  const counts = useQueryOf(api.queue.counts, {}).data;
  const plain = types.length + tiers.length === 0;
  return (
    <nav className={css['views']} aria-label={t('queue:viewsToggle')}>
      <div className={css['viewsHead']}>{t('screens:queue.title')}</div>
      {VIEWS.map(([name, Icon]) => {
        const count = counts?.views[name] ?? 0;
        const tone = count > 0 && (name === 'over' || name === 'soon') ? css[name] : undefined;
        return (
          <button
            type="button"
            key={name}
            aria-pressed={plain && view === name}
            className={classNames(css['main'], tone, plain && view === name && css['on'])}
            onClick={() => choose(narrow, { ...NO_NARROWING, view: name })}
          >
            <Icon size={14} stroke={2} aria-hidden />
            {t(`queue:views.${name}`)}
            <span className={css['count']}>{formatCount(count)}</span>
          </button>
        );
      })}
      <h3>{t('queue:byType')}</h3>
      {TYPE_KEYS.map(([type, key]) => (
        <button
          type="button"
          key={type}
          aria-pressed={types.includes(type)}
          className={classNames(types.includes(type) && css['on'])}
          onClick={() => choose(narrow, { ...NO_NARROWING, view: 'all-open', types: [type] })}
        >
          <KeyCap quiet>{keyLabel(key)}</KeyCap>
          {t(`words:type.${type}`)}
          <span className={css['count']}>{formatCount(counts?.types[type] ?? 0)}</span>
        </button>
      ))}
      <h3>{t('queue:byTier')}</h3>
      {TIERS.map((tier) => (
        <button
          type="button"
          key={tier}
          aria-pressed={tiers.includes(tier)}
          className={classNames(tiers.includes(tier) && css['on'])}
          onClick={() => choose(narrow, { ...NO_NARROWING, view: 'all-open', tiers: [tier] })}
        >
          {t(`words:tier.${tier}`)}
          <span className={css['count']}>{formatCount(counts?.tiers[tier] ?? 0)}</span>
        </button>
      ))}
    </nav>
  );
}
