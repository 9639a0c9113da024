import {
  IconAlertTriangle,
  IconBellPause,
  IconArchive,
  IconCheckbox,
  IconHistory,
  IconHourglassLow,
  IconInbox,
  IconList,
  IconSun,
  IconUserCheck,
  IconUserStar,
} from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Queue.module.css';
import { SavedViews } from './SavedViews.tsx';
import { BUILT_IN_VIEWS, openBuiltIn } from './open-view.ts';
import { focusGrid } from './queue-moves.ts';
import { queueStore } from './queue-store.ts';
import type { QueueView } from './queue-store.ts';
import { TYPE_KEYS } from './row-facts.ts';

const ICONS: Readonly<Record<QueueView, typeof IconSun>> = {
  'due-today': IconSun,
  soon: IconHourglassLow,
  over: IconAlertTriangle,
  mine: IconUserCheck,
  'my-first-asked': IconUserStar,
  unclaimed: IconInbox,
  snoozed: IconBellPause,
  'self-cleared': IconCheckbox,
  closed: IconArchive,
  'all-open': IconList,
};
const TIERS = ['strategic', 'head', 'vip', 'key', 'agreement'] as const;

/** Views with live counts; a type or tier narrows all open ones to its own. */
export function QueueViews({ narrow }: { narrow: boolean }) {
  const t = useText();
  const { view, types, tiers, savedViewId } = queueStore();
  const counts = useQueryOf(api.queue.counts, {}).data;
  const plain = types.length + tiers.length === 0 && savedViewId === null;
  const opened = () => {
    if (narrow) queueStore.setState({ viewsOpen: false });
    focusGrid();
  };
  const open = (name: QueueView, narrowing: Parameters<typeof openBuiltIn>[1] = {}) => {
    openBuiltIn(name, narrowing);
    opened();
  };
  return (
    <nav className={css['views']} aria-label={t('queue:viewsToggle')}>
      <div className={css['viewsHead']}>{t('screens:queue.title')}</div>
      {BUILT_IN_VIEWS.map((name) => {
        const Icon = ICONS[name];
        const count = counts?.views[name] ?? 0;
        const tone = count > 0 && (name === 'over' || name === 'soon') ? css[name] : undefined;
        return (
          <button
            type="button"
            key={name}
            aria-pressed={plain && view === name}
            className={classNames(css['main'], tone, plain && view === name && css['on'])}
            onClick={() => open(name)}
          >
            <Icon size={14} stroke={2} aria-hidden />
            {t(`queue:views.${name}`)}
            <span className={css['count']}>{formatCount(count)}</span>
          </button>
        );
      })}
      <PendingScreening count={counts?.pendingScreening ?? 0} />
      <SavedViews onOpen={opened} />
      <h3>{t('queue:byType')}</h3>
      {TYPE_KEYS.map(([type]) => (
        <button
          type="button"
          key={type}
          aria-pressed={types.includes(type)}
          className={classNames(types.includes(type) && css['on'])}
          onClick={() => open('all-open', { types: [type] })}
        >
          <CommandCap quiet command={`queue.type-${type}`} />
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
          onClick={() => open('all-open', { tiers: [tier] })}
        >
          {t(`words:tier.${tier}`)}
          <span className={css['count']}>{formatCount(counts?.tiers[tier] ?? 0)}</span>
        </button>
      ))}
    </nav>
  );
}

/** 待补筛: mails without a verdict are no exceptions yet; their number opens the coverage. */
function PendingScreening({ count }: { count: number }) {
  const t = useText();
  return (
    <button type="button" className={css['main']} onClick={() => goTo('/coverage')}>
      <IconHistory size={14} stroke={2} aria-hidden />
      {t('queue:views.pending-screening')}
      <span className={css['count']}>{formatCount(count)}</span>
    </button>
  );
}
