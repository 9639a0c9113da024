import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf, useCommandOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { ConfirmDialog } from '#renderer/features/confirm/ConfirmDialog.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Badge } from '#renderer/ui/controls/ClockState.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import css from './Rules.module.css';
import { useEditing } from './editing.tsx';
import { changeText } from './rule-words.ts';
import { openSection, takeDraft } from './rules-store.ts';
import type { Version } from './rules-store.ts';

const LOOKS = { 'in-force': 'done', scheduled: 'soon', superseded: 'plain', withdrawn: 'pause' } as const;
const CHANGES_SHOWN = 6;

/** Who changed what, when, and from when on; an old version may be made a draft again. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  const t = useText();
  const { mayEdit } = useEditing();
  const [withdrawing, setWithdrawing] = useState<number | null>(null);
  const columns: readonly TableColumn<Version>[] = [
    { id: 'version', header: t('rules:versions.version'), render: ({ version }) => t('rules:versions.number', { version }) },
    {
      id: 'state',
      header: t('rules:versions.state'),
      render: ({ state }) => <Badge state={LOOKS[state]}>{t(`rules:versions.states.${state}`)}</Badge>,
    },
    {
      id: 'effective',
      header: t('rules:versions.effective'),
      render: ({ effectiveFrom, savedAt }) => (savedAt === null ? t('rules:versions.always') : <Moment at={effectiveFrom} />),
    },
    { id: 'saved', header: t('rules:versions.saved'), wraps: true, render: (version) => <Saved version={version} /> },
    {
      id: 'reason',
      header: t('rules:versions.reason'),
      wraps: true,
      render: ({ reason, withdrawn }) => (
        <>
          {reason || t('rules:versions.default')}
          {withdrawn === null ? null : (
            <span className={css['use']}>
              {t('rules:versions.states.withdrawn')} {withdrawn.by} {withdrawn.reason}
            </span>
          )}
        </>
      ),
    },
    { id: 'changes', header: t('rules:versions.changes'), wraps: true, render: (version) => <Changes version={version} /> },
    {
      id: 'act',
      header: t('rules:versions.act'),
      render: (version) => (mayEdit ? <Acts version={version} onWithdraw={() => setWithdrawing(version.version)} /> : null),
    },
  ];
  return (
    <div className={css['wide']}>
      <Table label={t('rules:sections.versions')} columns={columns} rows={versions} keyOf={({ version }) => String(version)} />
      {withdrawing === null ? null : <Withdraw version={withdrawing} onClose={() => setWithdrawing(null)} />}
    </div>
  );
}

function Moment({ at }: { at: number }) {
  return useClock((now) => formatMoment(at, now));
}

function Saved({ version: { savedAt, savedBy, basedOn } }: { version: Version }) {
  const t = useText();
  const words = useClock((now) =>
    savedAt === null || savedBy === null
      ? t('common:none')
      : t('rules:versions.savedBy', { name: savedBy, moment: formatMoment(savedAt, now) }),
  );
  return (
    <>
      {words}
      {basedOn === null ? null : <span className={css['use']}>{t('rules:versions.basedOn', { version: basedOn })}</span>}
    </>
  );
}

function Changes({ version: { changes, savedAt } }: { version: Version }) {
  const t = useText();
  if (changes.length === 0) return savedAt === null ? t('common:none') : t('rules:versions.noChanges');
  return (
    <ul className={css['small']}>
      {changes.slice(0, CHANGES_SHOWN).map((change) => (
        <li key={`${change.path} ${change.kind} ${change.before ?? ''} ${change.after ?? ''}`}>{changeText(t, change)}</li>
      ))}
      {changes.length > CHANGES_SHOWN ? <li>{t('rules:versions.more', { count: changes.length - CHANGES_SHOWN })}</li> : null}
    </ul>
  );
}

function Acts({ version: { version, state }, onWithdraw }: { version: Version; onWithdraw: () => void }) {
  const t = useText();
  const take = async () => {
    const { draft } = await fetchQueryOf(api.rules.get, { version });
    takeDraft(draft);
    openSection('review');
  };
  if (state === 'in-force') return null;
  return (
    <span className={css['line']}>
      <Button size="small" aria-label={t('rules:versions.useAsDraftLabel', { version })} onClick={() => void take()}>
        {t('rules:versions.useAsDraft')}
      </Button>
      {state === 'scheduled' ? (
        <Button size="small" look="danger" aria-label={t('rules:versions.withdrawLabel', { version })} onClick={onWithdraw}>
          {t('rules:versions.withdraw')}
        </Button>
      ) : null}
    </span>
  );
}

function Withdraw({ version, onClose }: { version: number; onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState('');
  const withdraw = useCommandOf(api.rules.withdraw);
  const done = () => {
    showAct({ words: t('rules:versions.withdrawn', { version }), state: 'saved' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('rules:versions.withdrawTitle', { version })}
      confirmLabel={t('rules:versions.withdraw')}
      danger
      pending={withdraw.isPending || reason.trim() === ''}
      error={withdraw.error}
      onClose={onClose}
      onConfirm={() => withdraw.mutate({ version, reason: reason.trim() }, { onSuccess: done })}
    >
      <p>{t('rules:versions.withdrawBody')}</p>
      <TextField
        label={t('rules:versions.withdrawReason')}
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
