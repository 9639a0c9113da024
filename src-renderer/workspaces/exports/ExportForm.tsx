import { useState } from 'react';
import type { InputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Exports.module.css';
import { PERIODS, isRangeWrong, rangeOf } from './export-period.ts';
import type { DayRange, Period } from './export-period.ts';

type Request = InputOf<AppContract['exports']['start']>;
const NAMES = ['exceptions', 'coverage', 'operations'] as const;
const FORMATS = ['xlsx', 'csv'] as const;
const STATUSES = ['all', 'open', 'self-cleared', 'closed'] as const;

/** What to write; the work itself goes on in the background. */
export function ExportForm({ defaultFolder }: { defaultFolder: string }) {
  const t = useText();
  const [name, setName] = useState<Request['name']>('exceptions');
  const [format, setFormat] = useState<Request['format']>('xlsx');
  const [period, setPeriod] = useState<Period>('month');
  const [own, setOwn] = useState<DayRange>({});
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('all');
  const [folder, setFolder] = useState<string | null>(null);
  const start = useCommandOf(api.exports.start);
  const isWrong = period === 'own' && isRangeWrong(own);
  const submit = () => {
    if (isWrong) return;
    const range = period === 'own' ? own : rangeOf(period, presentMoment());
    start.mutate({ name, format, ...range, ...(name === 'exceptions' ? { status } : {}), ...(folder === null ? {} : { path: folder }) });
  };
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SelectField
        label={t('exports:name')}
        hint={t(`exports:about.${name}`)}
        options={NAMES.map((value) => ({ value, label: t(`exports:names.${value}`) }))}
        value={name}
        onChange={setName}
      />
      <SelectField
        label={t('exports:period')}
        options={PERIODS.map((value) => ({ value, label: t(`exports:periods.${value}`) }))}
        value={period}
        onChange={setPeriod}
      />
      {period === 'own' ? <OwnPeriod range={own} isWrong={isWrong} onChange={setOwn} /> : null}
      {name === 'exceptions' ? (
        <SelectField
          label={t('exports:status')}
          options={STATUSES.map((value) => ({ value, label: t(`exports:statuses.${value}`) }))}
          value={status}
          onChange={setStatus}
        />
      ) : null}
      <Choice
        label={t('exports:format')}
        options={FORMATS.map((value) => ({ value, label: t(`exports:formats.${value}`) }))}
        value={format}
        onChange={setFormat}
      />
      <Folder folder={folder ?? defaultFolder} onChoose={setFolder} />
      <p className={css['third']}>{t('exports:masked')}</p>
      <div>
        <Button look="primary" type="submit" disabled={start.isPending || isWrong}>
          {start.isPending ? t('exports:starting') : t('exports:start')}
        </Button>
      </div>
      {start.error === null ? null : <CallErrorBox error={start.error} />}
    </form>
  );
}

type OwnProps = { range: DayRange; isWrong: boolean; onChange: (range: DayRange) => void };

function OwnPeriod({ range, isWrong, onChange }: OwnProps) {
  const t = useText();
  const set = (end: 'from' | 'to') => (event: { currentTarget: { value: string } }) => {
    const { [end]: _before, ...other } = range;
    onChange(event.currentTarget.value === '' ? other : { ...other, [end]: event.currentTarget.value });
  };
  return (
    <div className={css['pair']}>
      <TextField label={t('exports:from')} type="date" value={range.from ?? ''} onChange={set('from')} />
      <TextField
        label={t('exports:to')}
        type="date"
        value={range.to ?? ''}
        error={isWrong ? t('exports:periodWrong') : undefined}
        onChange={set('to')}
      />
    </div>
  );
}

function Folder({ folder, onChoose }: { folder: string; onChoose: (folder: string) => void }) {
  const t = useText();
  const choose = async () => {
    const { path } = await shell('choose-folder', folder === '' ? {} : { startAt: folder });
    if (path !== null) onChoose(path);
  };
  return (
    <div className={css['folder']}>
      <TextField label={t('exports:folder')} readOnly value={folder} title={folder} />
      <Button onClick={() => void choose()}>{t('exports:changeFolder')}</Button>
    </div>
  );
}
