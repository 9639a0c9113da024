import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { usePerson } from '#renderer/features/session/session.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import css from './Peek.module.css';
import { claim, confirmSelfCleared, setType } from './acts.ts';
import { focusGrid, openForm } from './queue-commands.ts';
import type { QueueRow } from './queue-store.ts';
import { TYPE_KEYS, missingStamps } from './row-facts.ts';

const thenFocus = (act: () => void) => () => {
  act();
  focusGrid();
};

/** The acts that fit the row's state, each with its key; the rest behind 「更多」. */
export function PeekActs({ row }: { row: QueueRow }) {
  const t = useText();
  const person = usePerson();
  if (row.status === 'closed') return null;
  if (row.status === 'self-cleared') {
    return (
      <div className={css['acts']}>
        <Button size="small" look="primary" keyCap={keyLabel('KeyY')} onClick={thenFocus(confirmSelfCleared)}>
          {t('queue:acts.confirm')}
        </Button>
        <MoreActs />
      </div>
    );
  }
  const missing = missingStamps(row);
  return (
    <div className={css['acts']}>
      {row.ownerId === person?.id ? null : (
        <Button size="small" keyCap={keyLabel('KeyA')} onClick={thenFocus(claim)}>
          {t('queue:acts.claim')}
        </Button>
      )}
      <Button size="small" keyCap={keyLabel('KeyN')} onClick={() => openForm('follow-up')}>
        {t('queue:acts.followUp')}
      </Button>
      <Button size="small" keyCap={keyLabel('KeyF')} onClick={() => openForm('feedback')}>
        {t('queue:acts.feedback')}
      </Button>
      <Button size="small" blocked={missing.length > 0} title={keyLabel('KeyZ')} onClick={() => openForm('close')}>
        {missing.length === 0 ? t('queue:acts.close') : t('queue:acts.closeMissing', { count: missing.length })}
      </Button>
      <MoreActs />
    </div>
  );
}

function MoreActs() {
  const t = useText();
  return (
    <span className={css['right']}>
      <Menu position="top-end" returnFocus={false}>
        <Menu.Target>
          <IconButton label={t('queue:acts.more')}>
            <IconDots size={16} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item rightSection={<KeyCap>{keyLabel('KeyL')}</KeyCap>} onClick={() => openForm('stage')}>
            {t('queue:acts.stage')}
          </Menu.Item>
          <Menu.Item rightSection={<KeyCap>{keyLabel('KeyR')}</KeyCap>} onClick={() => openForm('record')}>
            {t('queue:acts.record')}
          </Menu.Item>
          <Menu.Label>{t('queue:acts.type')}</Menu.Label>
          {TYPE_KEYS.map(([type, key]) => (
            <Menu.Item key={type} rightSection={<KeyCap>{keyLabel(key)}</KeyCap>} onClick={thenFocus(() => setType(type))}>
              {t(`words:type.${type}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
