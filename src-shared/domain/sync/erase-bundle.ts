import { eraseEventName, eraseFields } from '../mail/erasure.ts';
import type { MailFields } from '../mail/statement.ts';
import { normalBundle } from './mail-bundle.ts';
import type { MailBundle } from './mail-bundle.ts';

/** The facts of a mail without people: what is left of them on the devices after the same erasure. */
export function eraseBundle(bundle: MailBundle): MailBundle {
  return normalBundle({
    ...bundle,
    statements: bundle.statements.map((said) => ({ ...said, fields: eraseFields(said.fields as MailFields) as typeof said.fields })),
    events: bundle.events.map((event) => ({
      ...event,
      wordings: event.wordings.map(([name, , ...rest]): (typeof event.wordings)[number] => [eraseEventName(name), '', ...rest]),
    })),
  });
}
