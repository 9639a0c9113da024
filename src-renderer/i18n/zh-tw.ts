import { zhCn } from './catalogues.ts';
import type { Catalogue } from './catalogues.ts';

/**
 * Traditional Chinese. The build puts the converted catalogues in the place of this module
 * (`build/vite/traditional-texts.ts`); sources run without a build show the simplified ones.
 */
export const zhTw: Catalogue = zhCn;
