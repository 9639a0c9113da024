import { CloseForm } from './CloseForm.tsx';
import { FeedbackForm } from './FeedbackForm.tsx';
import { FollowUpForm } from './FollowUpForm.tsx';
import { MacroForm } from './MacroForm.tsx';
import { PushForm } from './PushForm.tsx';
import { RecordForm } from './RecordForm.tsx';
import { StageForm } from './StageForm.tsx';
import { TransferForm } from './TransferForm.tsx';
import { WaiveForm } from './WaiveForm.tsx';
import { WhenForm } from './WhenForm.tsx';
import { useFormTarget } from './form-target.ts';
import type { FormTarget } from './form-target.ts';
import { queueStore } from './queue-store.ts';

/** The form that is open, in place above the acts, for the row under the cursor or for all marked ones. */
export function PeekForm() {
  const target = useFormTarget();
  return target.count === 0 ? null : <FormOf key={target.key} target={target} />;
}

function FormOf({ target }: { target: FormTarget }) {
  const form = queueStore((state) => state.form);
  switch (form) {
    case 'follow-up':
      return <FollowUpForm target={target} />;
    case 'feedback':
      return <FeedbackForm target={target} />;
    case 'close':
      return <CloseForm target={target} />;
    case 'stage':
      return <StageForm target={target} />;
    case 'macro':
      return <MacroForm target={target} />;
    case 'transfer':
      return <TransferForm target={target} />;
    case 'push':
      return <PushForm target={target} />;
    case 'waive-push':
      return <WaiveForm target={target} />;
    case 'next':
    case 'snooze':
      return <WhenForm key={form} target={target} kind={form} />;
    case 'record':
      return target.row === null ? null : <RecordForm row={target.row} />;
    case null:
      return null;
  }
}
