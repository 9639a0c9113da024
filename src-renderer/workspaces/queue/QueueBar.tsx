import { Menu } from '@mantine/core';
import { IconChevronDown, IconLayoutSidebar, IconLayoutSidebarRight, IconPlayerPlayFilled, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Separator, ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { movedTo } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { CoverageStrip } from './CoverageStrip.tsx';
import css from './Queue.module.css';
import { NO_NARROWING, isNarrowed, queueGrid, queueStore, toggledIn } from './queue-store.ts';
import { focusGrid, togglePanel } from './queue-commands.ts';

const TIERS = ['strategic', 'head', 'vip', 'key', 'agreement'] as const;
const REGIONS = ['same-city', 'in-province', 'out-of-province', 'international', 'unknown'] as const;
const STAGES = ['acceptance', 'processing', 'transport', 'delivery', 'client', 'data'] as const;

/** Works through the list from the top: suggestion by suggestion, with Enter. */
function startStreak(): void {
  queueStore.setState({ panelOpen: true });
  stepGrid(queueGrid, (state) => movedTo(state, 0));
  focusGrid();
}

export function QueueBar({ total, narrow }: { total: number; narrow: boolean }) {
  const t = useText();
  const { view, types } = queueStore();
  const [type] = types;
  const title = type === undefined ? t(`queue:views.${view}`) : t(`words:type.${type}`);
  return (
    <ViewBar
      title={title}
      lead={
        narrow ? (
          <IconButton
            label={t('queue:viewsToggle')}
            keyCap={keyLabel('BracketLeft')}
            onClick={() => queueStore.setState(({ viewsOpen }) => ({ viewsOpen: !viewsOpen }))}
          >
            <IconLayoutSidebar size={16} aria-hidden />
          </IconButton>
        ) : null
      }
      right={
        <>
          <CoverageStrip />
          <Separator />
          {narrow ? (
            <IconButton label={t('queue:panelToggle')} keyCap={keyLabel('Space')} onClick={togglePanel}>
              <IconLayoutSidebarRight size={16} aria-hidden />
            </IconButton>
          ) : null}
          <Button look="primary" icon={<IconPlayerPlayFilled size={14} aria-hidden />} onClick={startStreak} disabled={total === 0}>
            {t('queue:streak')}
          </Button>
        </>
      }
    >
      <span className={css['amount']}>{t('common:unit.mails', { count: formatCount(total) })}</span>
      <Separator />
      <Filters narrow={narrow} />
    </ViewBar>
  );
}

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

function useChoices() {
  const t = useText();
  const { tiers, regions, stages } = queueStore();
  return {
    tiers: TIERS.map((value) => ({
      value,
      label: t(`words:tier.${value}`),
      on: tiers.includes(value),
      toggle: () => queueStore.setState({ tiers: toggledIn(tiers, value) }),
    })),
    regions: REGIONS.map((value) => ({
      value,
      label: t(`words:region.${value}`),
      on: regions.includes(value),
      toggle: () => queueStore.setState({ regions: toggledIn(regions, value) }),
    })),
    stages: STAGES.map((value) => ({
      value,
      label: t(`words:responsible.${value}`),
      on: stages.includes(value),
      toggle: () => queueStore.setState({ stages: toggledIn(stages, value) }),
    })),
  };
}

/** Wide: the two usual filters apart, the rest behind 「筛选」; narrow: all behind it. */
function Filters({ narrow }: { narrow: boolean }) {
  const t = useText();
  const choices = useChoices();
  const narrowed = queueStore(isNarrowed);
  const client: Group = { title: t('queue:filters.client'), choices: choices.tiers };
  const region: Group = { title: t('queue:filters.region'), choices: choices.regions };
  const stage: Group = { title: t('queue:filters.stage'), choices: choices.stages };
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
  const rest = narrow ? [client, region, stage] : [stage];
  const restChosen = rest.map((group) => chosen(group.choices)).filter((words) => words !== '');
  return (
    <>
      {narrow ? null : <FilterMenu target={chip(client)} groups={[client]} />}
      {narrow ? null : <FilterMenu target={chip(region)} groups={[region]} />}
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
        <IconButton label={t('queue:filters.clear')} onClick={() => queueStore.setState(NO_NARROWING)}>
          <IconX size={14} aria-hidden />
        </IconButton>
      ) : null}
    </>
  );
}
