import { asCallError } from '../api/call-error.ts';
import { shell } from '../api/shell.ts';
import { findMailNumbers } from '../features/mail-number/find-mail-numbers.ts';
import { findMails, openMail } from '../features/mail-number/find-mails.ts';
import { showAct } from '../features/status-line/status-line.ts';
import { reasonText } from '../i18n/reason-texts.ts';
import { text } from '../i18n/text.ts';
import { openPalette } from './palette-state.ts';

async function openCopied(): Promise<void> {
  const [first, ...others] = findMailNumbers((await shell('clipboard-read', {})).text);
  if (first === undefined) return showAct({ words: text('keys:clipboard.none'), state: 'failed' });
  // Which of several is meant, only the person knows.
  if (others.length > 0) return openPalette([first, ...others]);
  const mail = (await findMails(first)).find(({ mailNo }) => mailNo === first);
  if (mail === undefined) return showAct({ words: text('keys:clipboard.notFound', { mailNo: first }), state: 'failed' });
  openMail(mail);
}

/** Opens the mail whose number has just been copied; says so when there is none. */
export function openFromClipboard(): void {
  openCopied().catch((error: unknown) => showAct({ words: reasonText(asCallError(error).reason).happened, state: 'failed' }));
}
