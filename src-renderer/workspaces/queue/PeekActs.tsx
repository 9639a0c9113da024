import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { usePerson } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import css from './Peek.module.css';
import { claim, confirmSelfCleared, setType, wake } from './acts.ts';
import { focusGrid, openForm } from './queue-moves.ts';
import type { QueueRow } from './queue-store.ts';
import { TYPE_KEYS, missingStamps } from './row-facts.ts';

const thenFocus = (act: () => void) => () => {
  act();
  focusGrid();
};

/** The acts that fit the row's state, each with its key; the rest behind 「更多」. */
export function PeekActs({ row }: { row: QueueRow }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const person = usePerson();
  const { may, why } = useMay('exception.act');
  if (row.status === 'closed') return null;
  if (!may) return <div className={css['acts']}>{why}</div>;
  if (row.status === 'self-cleared') {
    return (
      <div className={css['acts']}>
        <Button size="small" look="primary" keyCap={keyOf('queue.confirm')} onClick={thenFocus(confirmSelfCleared)}>
          {t('queue:acts.confirm')}
        </Button>
        <MoreActs row={row} />
      </div>
    );
  }
  return (
    <div className={css['acts']}>
      {row.ownerId === person?.id ? null : (
        <Button size="small" keyCap={keyOf('queue.claim')} onClick={thenFocus(claim)}>
          {t('queue:acts.claim')}
        </Button>
      )}
      <Button size="small" keyCap={keyOf('queue.follow-up')} onClick={() => openForm('follow-up')}>
        {t('queue:acts.followUp')}
      </Button>
      <Button size="small" keyCap={keyOf('queue.push')} onClick={() => openForm('push')}>
        {t('queue:acts.push')}
      </Button>
      <CloseButton row={row} />
      <MoreActs row={row} />
    </div>
  );
}

function CloseButton({ row }: { row: QueueRow }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const missing = missingStamps(row);
  return (
    <Button size="small" blocked={missing.length > 0} title={keyOf('queue.close')} onClick={() => openForm('close')}>
      {missing.length === 0 ? t('queue:acts.close') : t('queue:acts.closeMissing', { count: missing.length })}
    </Button>
  );
}

const MORE = ['feedback', 'macro', 'stage', 'transfer', 'next', 'snooze', 'waive-push', 'record'] as const;

function MoreActs({ row }: { row: QueueRow }) {
  const t = useText();
  return (
    <span className={css['right']}>
      <Menu position="top-end" returnFocus={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <IconButton label={t('queue:acts.more')}>
            <IconDots size={16} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown mah={480} style={{ overflow: 'auto' }}>
          {row.snoozedUntil === null ? null : <Menu.Item onClick={thenFocus(wake)}>{t('queue:acts.wake')}</Menu.Item>}
          {MORE.map((form) => (
            <Menu.Item key={form} rightSection={<CommandCap command={`queue.${form}`} />} onClick={() => openForm(form)}>
              {t(form === 'waive-push' ? 'queue:acts.waivePush' : `queue:acts.${form}`)}
            </Menu.Item>
          ))}
          <Menu.Label>{t('queue:acts.type')}</Menu.Label>
          {TYPE_KEYS.map(([type]) => (
            <Menu.Item key={type} rightSection={<CommandCap command={`queue.type-${type}`} />} onClick={thenFocus(() => setType(type))}>
              {t(`words:type.${type}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
