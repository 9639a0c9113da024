import { IconAlertTriangleFilled, IconArrowBackUp, IconFileImport, IconX } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { useQueryOf } from '../api/queries.ts';
import { useKeyCap } from '../features/keys/key-caps.ts';
import { useClock } from '../features/clock/clock.ts';
import type { Session } from '../features/session/session.ts';
import { statusLine } from '../features/status-line/status-line.ts';
import { SyncPill } from '../features/sync/SyncPill.tsx';
import { keyLabel } from '../i18n/key-label.ts';
import { formatStatusClock } from '../i18n/time-format.ts';
import { useText } from '../i18n/text.ts';
import { zhCn } from '../i18n/catalogues.ts';
import { LinkButton } from '../ui/controls/Button.tsx';
import { KeyCap } from '../ui/controls/KeyCap.tsx';
import { StateText } from '../ui/controls/ClockState.tsx';
import { firstStroke } from '../ui/keyboard/dispatch.ts';
import css from './Frame.module.css';

/** Left: position and last act, always in the same place. Right: work in the background, clock. */
export function StatusBar({ session }: { session: Session }) {
  const position = statusLine((state) => state.position);
  return (
    <footer className={css['status']}>
      {position === '' ? null : <span>{position}</span>}
      <FirstStroke />
      <LastActLine />
      <span className={css['statusRight']}>
        <LedgerWarnings session={session} />
        <RunningJobs />
        <SyncPill />
        <PresentMoment />
      </span>
    </footer>
  );
}

/** While the second of two keys is awaited, the first one is shown. */
function FirstStroke() {
  const t = useText();
  const keys = firstStroke((state) => state.keys);
  return keys === '' ? null : (
    <span>
      <KeyCap>{keyLabel(keys)}</KeyCap>
      {t('keys:second')}
    </span>
  );
}

function LastActLine() {
  const t = useText();
  const act = statusLine((state) => state.lastAct);
  const undoKey = useKeyCap('frame.undo');
  return (
    <span role="status" className={css['act']}>
      {act === null ? null : (
        <>
          {act.state === 'failed' ? (
            <IconAlertTriangleFilled size={14} className={css['failed']} aria-hidden />
          ) : (
            <IconArrowBackUp size={14} stroke={2} aria-hidden />
          )}
          <span className={act.state === 'failed' ? css['failed'] : undefined}>{act.words}</span>
          {act.state === 'saving' ? <span className={css['saved']}>{t('frame:saving')}</span> : null}
          {act.state === 'saved' ? <span className={css['saved']}>{t('frame:savedLocally')}</span> : null}
          {act.undo === undefined ? null : (
            <>
              <LinkButton onClick={act.undo}>{t('frame:undo')}</LinkButton>
              {undoKey === undefined ? null : <KeyCap>{undoKey}</KeyCap>}
            </>
          )}
        </>
      )}
    </span>
  );
}

function LedgerWarnings({ session }: { session: Session }) {
  const t = useText();
  return (
    <>
      {session.check === 'running' ? <span>{t('frame:checkRunning')}</span> : null}
      {session.check === 'failed' ? <StateText state="over">{t('frame:checkFailed')}</StateText> : null}
      {session.calendarWarning === null ? null : (
        <StateText state="soon">{t('frame:calendarWarning', { year: session.calendarWarning })}</StateText>
      )}
    </>
  );
}

type JobKind = keyof typeof zhCn.words.job;
const isJobKind = (kind: string): kind is JobKind => Object.hasOwn(zhCn.words.job, kind);

function RunningJobs() {
  const t = useText();
  const jobs = useQueryOf(api.jobs.list, {}).data?.jobs ?? [];
  const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued' || job.state === 'paused');
  return running.slice(0, 2).map((job) => {
    const name = t(`words:job.${isJobKind(job.kind) ? job.kind : 'other'}`);
    const share = job.total > 0 ? `${Math.floor((job.done / job.total) * 100)}%` : '';
    return (
      <span key={job.id}>
        <IconFileImport size={14} stroke={2} aria-hidden />
        {name} {job.state === 'running' ? share : t(`words:jobState.${job.state}`)}
        <button
          type="button"
          className={css['jobCancel']}
          aria-label={t('frame:cancelJob', { job: name })}
          onClick={() => void api.jobs.cancel({ jobId: job.id })}
        >
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      </span>
    );
  });
}

function PresentMoment() {
  const words = useClock(formatStatusClock);
  return <span>{words}</span>;
}
