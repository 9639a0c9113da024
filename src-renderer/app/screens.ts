import { IconRadar } from '@tabler/icons-react';
import type { Screen } from '../features/navigation/screen.ts';

/** Every workspace that exists. The end-to-end suite opens each by its route. */
export const SCREENS: readonly Screen[] = [
  {
    id: 'queue',
    title: 'screens:queue.title',
    rail: { label: 'screens:queue.rail', icon: IconRadar },
    route: '/queue',
    load: async () => (await import('../workspaces/queue/QueueScreen.tsx')).QueueScreen,
  },
];
