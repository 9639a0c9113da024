import { create } from 'zustand';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

/** How much the first upload had to send, since this program joined; null once it is done or was not seen. */
export const upload = create<{ readonly total: number | null }>(() => ({ total: null }));
onFreshStart(() => upload.setState({ total: null }));

export function beginUpload(total: number): void {
  upload.setState({ total: total > 0 ? total : null });
}

/** What is done of it; what was written meanwhile makes the whole longer, never the share negative. */
export function uploadProgress(total: number | null, left: number): { done: number; total: number } | null {
  if (total === null || left <= 0) return null;
  const whole = Math.max(total, left);
  return { done: whole - left, total: whole };
}
