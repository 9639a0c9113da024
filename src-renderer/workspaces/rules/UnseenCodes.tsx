import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import { CellSelect } from './CellSelect.tsx';
import { stageOptions } from './CodeTable.tsx';
import type { StageChoice } from './CodeTable.tsx';
import css from './Rules.module.css';
import { useEditing } from './editing.tsx';
import type { UnseenCode } from './rules-store.ts';

/** Codes that no table knows; a chosen stage goes into the draft. */
export function UnseenCodes() {
  const t = useText();
  const unseen = useQueryOf(api.rules.unseenCodes, {});
  if (unseen.error !== null) return <CallErrorBox error={unseen.error} onRetry={() => void unseen.refetch()} />;
  if (unseen.data === undefined) return null;
  const { codes, searched } = unseen.data;
  if (codes.length === 0) return <EmptyState title={t('rules:unseen.none')} />;
  return (
    <>
      <p className={css['note']}>{t('rules:unseen.hint', { count: formatCount(searched) })}</p>
      <div className={css['wide']}>
        <CodesTable codes={codes} />
      </div>
    </>
  );
}

function CodesTable({ codes }: { codes: readonly UnseenCode[] }) {
  const t = useText();
  const columns: readonly TableColumn<UnseenCode>[] = [
    { id: 'code', header: t('rules:unseen.code'), render: ({ code }) => <b>{code}</b> },
    { id: 'system', header: t('rules:unseen.system'), render: ({ system }) => t(`rules:members.${system}`) },
    {
      id: 'names',
      header: t('rules:unseen.names'),
      wraps: true,
      render: ({ names }) => names.join(t('common:separator')) || t('common:none'),
    },
    { id: 'firstAt', header: t('rules:unseen.firstAt'), render: ({ firstAt }) => <Moment at={firstAt} /> },
    {
      id: 'byName',
      header: t('rules:unseen.byName'),
      render: ({ stageByName }) => (stageByName === null ? t('rules:noStage') : t(`words:stage.${stageByName}`)),
    },
    { id: 'mails', header: t('rules:unseen.mails'), align: 'end', render: ({ mails }) => formatCount(mails) },
    {
      id: 'example',
      header: t('rules:unseen.example'),
      render: ({ example }) => (example === null ? t('common:none') : <MailNumber mailNo={example} />),
    },
    { id: 'assign', header: t('rules:unseen.assign'), width: '140px', render: (code) => <Assign unseen={code} /> },
  ];
  return <Table label={t('rules:sections.unseen')} columns={columns} rows={codes} keyOf={({ system, code }) => `${system}/${code}`} />;
}

function Moment({ at }: { at: number }) {
  return useClock((now) => formatMoment(at, now));
}

function Assign({ unseen: { system, code } }: { unseen: UnseenCode }) {
  const t = useText();
  const { shown, mayEdit, change } = useEditing();
  const table = shown.codes[system];
  const assigned: StageChoice | 'unassigned' = Object.hasOwn(table, code) ? (table[code] ?? 'none') : 'unassigned';
  return (
    <CellSelect<StageChoice | 'unassigned'>
      label={t('rules:unseen.assignLabel', { code })}
      disabled={!mayEdit}
      value={assigned}
      options={[{ value: 'unassigned', label: t('rules:unseen.unassigned') }, ...stageOptions(t)]}
      onChange={(stage) => {
        const others = Object.fromEntries(Object.entries(table).filter(([each]) => each !== code));
        change(`codes.${system}`, stage === 'unassigned' ? others : { ...others, [code]: stage === 'none' ? null : stage });
      }}
    />
  );
}
