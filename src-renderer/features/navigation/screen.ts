import type { ComponentType } from 'react';
import type { Act } from '#shared/domain/permissions/matrix.ts';
import type { TextKey } from '#renderer/i18n/catalogues.ts';
import type { Text } from '#renderer/i18n/text.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';

type RailIcon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

/** One workspace as the frame and the end-to-end tests know it. */
export type Screen = {
  id: string;
  title: TextKey;
  /** Place in the rail; absent for screens that are opened from others. */
  rail?: {
    label: TextKey;
    icon: RailIcon;
    atEnd?: boolean;
    /** A hook: how many things there somebody has to look at; 0 shows nothing. */
    useCount?: () => number;
  };
  /** The act that seeing it is; absent: everybody's. */
  act?: Act;
  /** Address behind `#`; opening it shows the screen without any click. */
  route: string;
  load: () => Promise<ComponentType>;
  /** Its commands, for the list of keys to change; they are registered under the screen's id while it is shown. */
  commands?: () => Promise<(t: Text) => readonly Command[]>;
};
