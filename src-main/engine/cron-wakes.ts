import { schedule } from 'node-cron';
import type { Wakes } from './ledger-work.ts';

/** Every minute by Shanghai time. A wake that is missed or repeated changes nothing. */
export const cronWakes: Wakes = (wake) => {
  const task = schedule('* * * * *', () => wake(), { timezone: 'Asia/Shanghai' });
  return () => void task.destroy();
};
