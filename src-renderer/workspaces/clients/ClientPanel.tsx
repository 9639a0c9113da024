import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button, IconButton, LinkButton } from '#renderer/ui/controls/Button.tsx';
import { TextArea, TextField } from '#renderer/ui/controls/Fields.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { belongsToInputMethod } from '#renderer/ui/keyboard/composition.ts';
import css from './Clients.module.css';
import { TIERS, groupsOf, isChanged, toggledTier } from './client-form.ts';
import type { ClientFields, ListedClient, Tier } from './client-form.ts';

type Props = { before: ClientFields; listed?: ListedClient; isNew?: boolean; onDone?: () => void };

/** One client, to be completed; Ctrl+Enter saves. */
export function ClientPanel({ before, listed, isNew = false, onDone }: Props) {
  const t = useText();
  const [fields, setFields] = useState(before);
  const [groups, setGroups] = useState(before.groups.join('\n'));
  const save = useCommandOf(api.clients.save);
  const after = { ...fields, groups: groupsOf(groups) };
  const { may, why } = useMay('client.save');
  const isReady = may && after.code.trim() !== '' && isChanged(before, after) && !save.isPending;
  const set = (name: 'code' | 'name' | 'accountManager' | 'station' | 'industry') => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const done = (words: string) => {
    showAct({ words, state: 'saved' });
    onDone?.();
  };
  const submit = () => {
    if (!isReady) return;
    const words = t('clients:saved', { name: after.name || after.code });
    showAct({ words, state: 'saving' });
    save.mutate(after, { onSuccess: () => done(words), onError: () => showAct({ words, state: 'failed' }) });
  };
  return (
    <form
      className={css['panel']}
      aria-label={t('clients:panel')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey && event.code === 'Enter' && !belongsToInputMethod(event.nativeEvent)) submit();
      }}
    >
      <Head title={isNew ? t('clients:newTitle') : before.name || before.code} listed={listed} onClose={onDone} />
      <TextField
        label={t('clients:fields.code')}
        required
        maxLength={40}
        readOnly={!isNew}
        autoFocus={isNew}
        value={fields.code}
        onChange={set('code')}
      />
      <TextField label={t('clients:fields.name')} maxLength={120} value={fields.name} onChange={set('name')} />
      <TierChips tiers={fields.tiers} onChange={(tiers) => setFields({ ...fields, tiers })} />
      <div className={css['pair']}>
        <TextField label={t('clients:fields.manager')} maxLength={40} value={fields.accountManager} onChange={set('accountManager')} />
        <TextField label={t('clients:fields.industry')} maxLength={60} value={fields.industry} onChange={set('industry')} />
      </div>
      <TextField
        label={t('clients:fields.station')}
        hint={t('clients:fields.stationHint')}
        maxLength={60}
        value={fields.station ?? ''}
        onChange={set('station')}
      />
      <TextArea
        label={t('clients:fields.groups')}
        hint={t('clients:fields.groupsHint')}
        rows={3}
        value={groups}
        onChange={(event) => setGroups(event.currentTarget.value)}
      />
      <div className={css['row']}>
        <Button type="submit" disabled={!isReady} title={why} keyCap={keyLabel('Ctrl+Enter')}>
          {t('clients:save')}
        </Button>
        {why === undefined ? null : <span className={css['third']}>{why}</span>}
      </div>
      {save.error === null ? null : <CallErrorBox error={save.error} />}
    </form>
  );
}

function Head({ title, listed, onClose }: { title: string; listed: ListedClient | undefined; onClose: (() => void) | undefined }) {
  const t = useText();
  return (
    <div>
      <div className={css['head']}>
        <h2>{title}</h2>
        {onClose === undefined ? null : (
          <IconButton label={t('common:close')} onClick={onClose}>
            <IconX size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {listed?.seenOnly ? <p className={css['third']}>{t('clients:seenOnlyHint')}</p> : null}
      {listed === undefined || listed.openExceptions === 0 ? null : <QueueLink client={listed} />}
    </div>
  );
}

/** Opens the queue narrowed to this client by its name. */
function QueueLink({ client }: { client: ListedClient }) {
  const t = useText();
  const open = () => goTo('/queue', { search: client.name });
  return <LinkButton onClick={open}>{t('clients:toQueue', { count: formatCount(client.openExceptions) })}</LinkButton>;
}

function TierChips({ tiers, onChange }: { tiers: readonly Tier[]; onChange: (tiers: Tier[]) => void }) {
  const t = useText();
  return (
    <fieldset className={css['tiers']}>
      <legend>{t('clients:fields.tiers')}</legend>
      {TIERS.map((tier) => {
        const on = tiers.includes(tier);
        return (
          <Chip key={tier} role="checkbox" aria-checked={on} on={on} onClick={() => onChange(toggledTier(tiers, tier))}>
            {t(`words:tier.${tier}`)}
          </Chip>
        );
      })}
    </fieldset>
  );
}
