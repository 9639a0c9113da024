import { create } from 'zustand';
import { onFreshStart } from '../session/fresh-start.ts';

/** Whether the list of keys to change is open; the settings show it, the key sheet and the palette lead there. */
export const keyDialog = create<{ readonly open: boolean }>(() => ({ open: false }));
onFreshStart(() => keyDialog.setState({ open: false }));
