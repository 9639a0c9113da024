import { Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconColumns3,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconPlayerPlayFilled,
  IconPlus,
  IconStack2,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Separator, ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { CoverageStrip } from './CoverageStrip.tsx';
import css from './Queue.module.css';
import { StreakLine } from './StreakLine.tsx';
import { focusGrid, toggleGrouping, togglePanel, toggleViews } from './queue-moves.ts';
import { NO_NARROWING, isNarrowed, queueStore, showRows, toggledIn } from './queue-store.ts';
import type { Rule } from './queue-store.ts';
import { beginAtTop } from './streak-moves.ts';
import { streakStore } from './streak.ts';

const TIERS = ['strategic', 'head', 'vip', 'key', 'agreement'] as const;
const REGIONS = ['same-city', 'in-province', 'out-of-province', 'international', 'unknown'] as const;
const STAGES = ['acceptance', 'processing', 'transport', 'delivery', 'client', 'data'] as const;

const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;

function useTitle(): string {
  const t = useText();
  const { view, types, savedViewId } = queueStore();
  const saved = useQueryOf(api.views.list, {}).data?.views.find(({ id }) => id === savedViewId);
  const [type] = types;
  if (saved) return saved.definition.name;
  return type === undefined ? t(`queue:views.${view}`) : t(`words:type.${type}`);
}

export function QueueBar({ total, narrow }: { total: number; narrow: boolean }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const streak = streakStore((state) => state.streak);
  return (
    <ViewBar
      title={useTitle()}
      lead={
        narrow ? (
          <IconButton label={t('queue:viewsToggle')} keyCap={keyOf('queue.views')} onClick={toggleViews}>
            <IconLayoutSidebar size={16} aria-hidden />
          </IconButton>
        ) : null
      }
      right={
        <>
          {streak === null ? <CoverageStrip /> : null}
          {streak === null ? <Separator /> : null}
          <BarButtons narrow={narrow} />
          {streak === null ? (
            <Button look="primary" icon={<IconPlayerPlayFilled size={14} aria-hidden />} onClick={beginAtTop} disabled={total === 0}>
              {t('queue:streak.begin')}
            </Button>
          ) : (
            <StreakLine streak={streak} />
          )}
        </>
      }
    >
      <span className={css['amount']}>{t('common:unit.mails', { count: formatCount(total) })}</span>
      <Separator />
      <Filters narrow={narrow} />
    </ViewBar>
  );
}

function BarButtons({ narrow }: { narrow: boolean }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const grouped = queueStore((state) => state.grouped);
  return (
    <>
      <IconButton
        label={t('queue:commands.group')}
        keyCap={keyOf('queue.group')}
        aria-pressed={grouped}
        onClick={thenFocus(toggleGrouping)}
      >
        <IconStack2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('queue:commands.columns')}
        keyCap={keyOf('queue.columns')}
        onClick={() => queueStore.setState({ dialog: { kind: 'columns' } })}
      >
        <IconColumns3 size={16} aria-hidden />
      </IconButton>
      {narrow ? (
        <IconButton label={t('queue:panelToggle')} keyCap={keyOf('queue.panel')} onClick={togglePanel}>
          <IconLayoutSidebarRight size={16} aria-hidden />
        </IconButton>
      ) : null}
    </>
  );
}

const thenFocus = (act: () => void) => () => {
  act();
  focusGrid();
};

type Choice = { value: string; label: string; on: boolean; toggle: () => void };
type Group = { title: string; choices: readonly Choice[] };

function FilterMenu({ target, groups }: { target: ReactNode; groups: readonly Group[] }) {
  return (
    <Menu closeOnItemClick={false} position="bottom-start">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflow: 'auto' }}>
        {groups.map((group) => [
          <Menu.Label key={group.title}>{group.title}</Menu.Label>,
          ...group.choices.map((choice) => (
            <Menu.Item
              key={`${group.title} ${choice.value}`}
              role="menuitemcheckbox"
              aria-checked={choice.on}
              leftSection={<span style={{ width: 14 }}>{choice.on ? '✓' : ''}</span>}
              onClick={choice.toggle}
            >
              {choice.label}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}

type ListName = 'tiers' | 'regions' | 'stages' | 'priorities' | 'rules';

/** Choices of one list: each puts its value in or takes it out. */
function choicesOf<V extends string>(name: ListName, values: readonly V[], labelOf: (value: V) => string): readonly Choice[] {
  const chosen: readonly string[] = queueStore.getState()[name];
  return values.map((value) => ({
    value,
    label: labelOf(value),
    on: chosen.includes(value),
    toggle: () => showRows({ [name]: toggledIn(chosen, value) }),
  }));
}

const RULES = Object.keys(zhCn.words.rule) as readonly Rule[];

function useGroups() {
  const t = useText();
  queueStore();
  const group = (title: string, choices: readonly Choice[]): Group => ({ title, choices });
  return {
    tiers: group(
      t('queue:filters.client'),
      choicesOf('tiers', TIERS, (tier) => t(`words:tier.${tier}`)),
    ),
    regions: group(
      t('queue:filters.region'),
      choicesOf('regions', REGIONS, (region) => t(`words:region.${region}`)),
    ),
    stages: group(
      t('queue:filters.stage'),
      choicesOf('stages', STAGES, (stage) => t(`words:responsible.${stage}`)),
    ),
    priorities: group(
      t('queue:filters.priority'),
      choicesOf('priorities', PRIORITIES, (priority) => t(`words:priority.${priority}`)),
    ),
    rules: group(
      t('queue:filters.rule'),
      choicesOf('rules', RULES, (rule) => t(`words:rule.${rule}`)),
    ),
  };
}

/** Wide: the two usual filters apart, the rest behind 「筛选」; narrow: all behind it. */
function Filters({ narrow }: { narrow: boolean }) {
  const t = useText();
  const { tiers, regions, stages, priorities, rules } = useGroups();
  const narrowed = queueStore(isNarrowed);
  const chosen = (of: readonly Choice[]) =>
    of
      .filter((choice) => choice.on)
      .map((choice) => choice.label)
      .join(t('common:separator'));
  const chip = (group: Group) => (
    <Chip on={chosen(group.choices) !== ''}>
      {group.title} {chosen(group.choices) || t('queue:filters.any')}
      <IconChevronDown size={14} stroke={2} aria-hidden />
    </Chip>
  );
  const rest = narrow ? [tiers, regions, stages, priorities, rules] : [stages, priorities, rules];
  const restChosen = rest.map((group) => chosen(group.choices)).filter((words) => words !== '');
  return (
    <>
      {narrow ? null : <FilterMenu target={chip(tiers)} groups={[tiers]} />}
      {narrow ? null : <FilterMenu target={chip(regions)} groups={[regions]} />}
      <FilterMenu
        target={
          <Chip add={restChosen.length === 0} on={restChosen.length > 0}>
            <IconPlus size={14} stroke={2} aria-hidden />
            {restChosen.length === 0 ? t('queue:filters.add') : restChosen.join(' · ')}
          </Chip>
        }
        groups={rest}
      />
      {narrowed ? (
        <IconButton label={t('queue:filters.clear')} onClick={() => showRows(NO_NARROWING)}>
          <IconX size={14} aria-hidden />
        </IconButton>
      ) : null}
    </>
  );
}
