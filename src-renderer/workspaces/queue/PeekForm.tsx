import { CloseForm } from './CloseForm.tsx';
import { FeedbackForm } from './FeedbackForm.tsx';
import { FollowUpForm } from './FollowUpForm.tsx';
import { RecordForm } from './RecordForm.tsx';
import { StageForm } from './StageForm.tsx';
import { queueStore } from './queue-store.ts';
import type { QueueRow } from './queue-store.ts';

/** The form that is open, in place above the acts. */
export function PeekForm({ row }: { row: QueueRow }) {
  const form = queueStore((state) => state.form);
  switch (form) {
    case 'follow-up':
      return <FollowUpForm row={row} />;
    case 'feedback':
      return <FeedbackForm row={row} />;
    case 'close':
      return <CloseForm row={row} />;
    case 'stage':
      return <StageForm row={row} />;
    case 'record':
      return <RecordForm row={row} />;
    case null:
      return null;
  }
}
