import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { IconButton, LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Toast, ToastArea } from '#renderer/ui/controls/Boxes.tsx';
import css from './Queue.module.css';
import { refusalsByReason, reportStore, showReport } from './act-report.ts';
import type { Refusal } from './act-report.ts';
import { undoOf } from './undo.ts';

/** What a batch did, with its undoing for ten seconds; what was refused stays until it is put away. */
export function QueueReport() {
  const t = useText();
  const report = reportStore((state) => state.report);
  if (report === null) return null;
  const { words, actId, refused } = report;
  return (
    <ToastArea>
      <Toast bad={refused.length > 0}>
        <div className={css['report']}>
          <div className={css['toastLine']}>
            <b>{words}</b>
            {actId === null ? null : (
              <LinkButton onClick={() => void undoOf(actId)}>
                <IconArrowBackUp size={14} stroke={2} aria-hidden /> {t('queue:report.undo')} <CommandCap command="queue.undo" />
              </LinkButton>
            )}
            <IconButton label={t('common:close')} onClick={() => showReport(null)}>
              <IconX size={14} aria-hidden />
            </IconButton>
          </div>
          {refusalsByReason(refused).map(([reason, mailNos]) => (
            <RefusedLine key={reason} reason={reason} mailNos={mailNos} />
          ))}
        </div>
      </Toast>
    </ToastArea>
  );
}

const SHOWN = 200;

function RefusedLine({ reason, mailNos }: { reason: Refusal['reason']; mailNos: readonly string[] }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { happened, doThis } = reasonText(reason);
  return (
    <div className={css['second']}>
      {t('queue:report.refused', { count: formatCount(mailNos.length), happened, doThis })}{' '}
      <LinkButton aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'queue:report.hide' : 'queue:report.which')}
      </LinkButton>
      {open ? <div className={css['refused']}>{mailNos.slice(0, SHOWN).join(t('common:separator'))}</div> : null}
    </div>
  );
}
