import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { groupMailNumber } from '#renderer/features/mail-number/mail-number.ts';
import { opWords } from '#renderer/features/sync/op-words.ts';

/** A change in plain words, its mail number grouped as everywhere. */
export function OpWords({ kind, subject }: { kind: string; subject: string }) {
  const words = opWords({ kind, subject });
  return (
    <span>
      {words.before} <Subject subject={words.subject} /> {words.after}
    </span>
  );
}

function Subject({ subject }: { subject: string }) {
  return groupMailNumber(subject).length > 1 ? <MailNumber mailNo={subject} /> : <b>{subject}</b>;
}
