import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { formatBytes } from '#renderer/i18n/size-format.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ConfirmFields } from './ConfirmFields.tsx';
import css from './Imports.module.css';
import { MappingTable } from './MappingTable.tsx';
import { PreviewTable } from './PreviewTable.tsx';
import { TrialResult } from './TrialResult.tsx';
import { inspectAgain, start, tryRun } from './import-acts.ts';
import { problemsOf } from './pending-file.ts';
import type { Inspection, PendingFile } from './pending-file.ts';
import { formatName, sourceName } from './row-reason.ts';

/** One file before its import: what it is, what its columns mean, what an import would do. */
export function PendingDetail({ file }: { file: PendingFile }) {
  const t = useText();
  const { inspection } = file;
  return (
    <div className={css['detail']}>
      <div className={css['scroll']}>
        <header className={css['head']}>
          <h2>{file.name}</h2>
          {inspection === null ? null : <FactLine inspection={inspection} />}
          {file.stage === 'inspecting' ? <p role="status">{t('imports:stage.inspecting')}</p> : null}
        </header>
        {file.error === null ? null : (
          <CallErrorBox error={file.error} {...(file.stage === 'failed' ? { onRetry: () => inspectAgain(file.id) } : {})} />
        )}
        {inspection === null ? null : (
          <>
            <ConfirmFields file={file} />
            {file.trial === null ? null : <TrialResult trial={file.trial} />}
            <MappingTable file={file} />
            <PreviewTable key={inspection.sheet} file={file} inspection={inspection} />
          </>
        )}
      </div>
      {inspection === null ? null : <Foot file={file} />}
    </div>
  );
}

function FactLine({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const { alreadyImportedAt: already } = inspection;
  const moment = useClock((now) => (already === null ? '' : formatMomentNamed(already, now)));
  const facts = [
    formatName(inspection.format),
    inspection.encoding.toUpperCase(),
    formatBytes(inspection.sizeBytes),
    sourceName(inspection.source),
    inspection.sheet === null ? '' : `${t('imports:facts.sheet')} ${inspection.sheet}`,
    inspection.headingRow === null
      ? ''
      : `${t('imports:facts.headerRow')} ${t('imports:facts.headerRowAt', { row: inspection.headingRow })}`,
  ].filter((fact) => fact !== '');
  return (
    <>
      <p className={css['factLine']}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {already === null ? null : <p className={css['notice']}>{t('imports:already', { moment })}</p>}
    </>
  );
}

function Foot({ file }: { file: PendingFile }) {
  const t = useText();
  const missing = useClock((now) => problemsOf(file, now).length);
  const isBusy = file.stage !== 'ready';
  const startLabel =
    file.stage === 'starting' ? t('imports:starting') : missing > 0 ? t('imports:startBlocked', { count: missing }) : t('imports:start');
  return (
    <footer className={css['foot']}>
      <Button disabled={isBusy || missing > 0} onClick={() => void tryRun(file.id)}>
        {file.stage === 'trying' ? t('imports:trying') : t('imports:tryRun')}
      </Button>
      {file.stage === 'trying' ? <span role="status">{t('imports:stage.trying')}</span> : null}
      <Button
        look={missing > 0 ? 'plain' : 'primary'}
        blocked={missing > 0}
        disabled={isBusy}
        onClick={() => missing === 0 && void start(file.id)}
      >
        {startLabel}
      </Button>
    </footer>
  );
}
