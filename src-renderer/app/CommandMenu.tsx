import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { LAYERS_ID } from '../ui/controls/Dialog.tsx';
import { activeKeys, keyBindings } from '../ui/keyboard/key-bindings.ts';
import { isPossible, runCommand } from '../ui/keyboard/commands.ts';
import type { RegisteredCommand } from '../ui/keyboard/commands.ts';
import { KeyCaps } from './KeyCaps.tsx';

/** Commands under one heading; those of a folded one open beside it. */
export type MenuPart = { readonly title: string; readonly commands: readonly RegisteredCommand[]; readonly folded: boolean };
type MenuProps = {
  label: string;
  opened: boolean;
  /** Gives the focus back; called before a command runs and when the menu is left. */
  onClose: () => void;
  parts: readonly MenuPart[];
  children: ReactNode;
};

/** A menu of registered commands, with their keys; what is not possible stays in its place and says why. */
export function CommandMenu({ label, opened, onClose, parts, children }: MenuProps) {
  const run = (command: RegisteredCommand) => {
    onClose();
    runCommand(command, 'menu');
  };
  return (
    <Menu
      opened={opened}
      onChange={(open) => {
        if (!open) onClose();
      }}
      position="bottom-start"
      offset={2}
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      portalProps={{ target: `#${LAYERS_ID}` }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {parts.map((part, index) => (
          <Part key={part.title} part={part} isFirst={index === 0} onRun={run} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type PartProps = { part: MenuPart; isFirst: boolean; onRun: (command: RegisteredCommand) => void };

function Part({ part, isFirst, onRun }: PartProps) {
  const items = part.commands.map((command) => <Item key={command.id} command={command} onRun={onRun} />);
  if (!part.folded) {
    return (
      <>
        {isFirst ? null : <Menu.Divider />}
        {items}
      </>
    );
  }
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{part.title}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>{items}</Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function Item({ command, onRun }: { command: RegisteredCommand; onRun: PartProps['onRun'] }) {
  const keys = activeKeys(command, keyBindings());
  const possible = isPossible(command);
  return (
    <Menu.Item
      disabled={!possible}
      title={possible ? undefined : command.whyNot}
      data-command={command.id}
      rightSection={
        <span style={{ display: 'inline-flex', gap: 4 }}>
          <KeyCaps keys={keys.slice(0, 1)} />
        </span>
      }
      onClick={() => onRun(command)}
    >
      {command.title}
    </Menu.Item>
  );
}
