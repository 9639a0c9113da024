import { create } from 'zustand';
import { onFreshStart } from '../features/session/fresh-start.ts';

/** Layers of the frame that commands open. */
type AppLayers = { readonly keySheet: boolean; readonly menu: boolean };

const CLOSED: AppLayers = { keySheet: false, menu: false };
export const appLayers = create<AppLayers>(() => CLOSED);
onFreshStart(() => appLayers.setState(CLOSED, true));
