import {
  IconBuildingWarehouse,
  IconFileImport,
  IconHistory,
  IconAdjustments,
  IconListCheck,
  IconNotebook,
  IconRadar,
  IconRefresh,
  IconSchool,
  IconSettings,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';
import type { Role } from '#shared/domain/people/person.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import type { Screen } from '../features/navigation/screen.ts';
import { useToLookAt } from '../features/sync/sync-state.ts';

/** Every workspace that exists. The end-to-end suite opens each by its route. */
export const SCREENS: readonly Screen[] = [
  {
    id: 'queue',
    title: 'screens:queue.title',
    rail: { label: 'screens:queue.rail', icon: IconRadar },
    route: '/queue',
    load: async () => (await import('../workspaces/queue/QueueScreen.tsx')).QueueScreen,
    commands: async () => (await import('../workspaces/queue/queue-commands.ts')).queueCommands,
  },
  {
    id: 'imports',
    title: 'screens:imports.title',
    rail: { label: 'screens:imports.rail', icon: IconFileImport },
    act: 'import.read',
    route: '/imports',
    load: async () => (await import('../workspaces/imports/ImportsScreen.tsx')).ImportsScreen,
    commands: async () => (await import('../workspaces/imports/import-commands.ts')).importCommands,
  },
  {
    id: 'coverage',
    title: 'screens:coverage.title',
    rail: { label: 'screens:coverage.rail', icon: IconListCheck },
    route: '/coverage',
    load: async () => (await import('../workspaces/coverage/CoverageScreen.tsx')).CoverageScreen,
  },
  {
    id: 'clients',
    title: 'screens:clients.title',
    rail: { label: 'screens:clients.rail', icon: IconBuildingWarehouse },
    route: '/clients',
    load: async () => (await import('../workspaces/clients/ClientsScreen.tsx')).ClientsScreen,
  },
  {
    id: 'exports',
    title: 'screens:exports.title',
    rail: { label: 'screens:exports.rail', icon: IconNotebook },
    act: 'export.run',
    route: '/exports',
    load: async () => (await import('../workspaces/exports/ExportsScreen.tsx')).ExportsScreen,
  },
  {
    id: 'search',
    title: 'screens:search.title',
    route: '/search',
    load: async () => (await import('../workspaces/search/SearchScreen.tsx')).SearchScreen,
    commands: async () => (await import('../workspaces/search/search-commands.ts')).searchCommands,
  },
  {
    id: 'rules',
    title: 'screens:rules.title',
    rail: { label: 'screens:rules.rail', icon: IconAdjustments, atEnd: true },
    route: '/rules',
    load: async () => (await import('../workspaces/rules/RulesScreen.tsx')).RulesScreen,
  },
  {
    id: 'people',
    title: 'screens:people.title',
    rail: { label: 'screens:people.rail', icon: IconUsers, atEnd: true },
    route: '/people',
    load: async () => (await import('../workspaces/people/PeopleScreen.tsx')).PeopleScreen,
  },
  {
    id: 'safety',
    title: 'screens:safety.title',
    rail: { label: 'screens:safety.rail', icon: IconShieldLock, atEnd: true },
    act: 'ledger.safety',
    route: '/safety',
    load: async () => (await import('../workspaces/safety/SafetyScreen.tsx')).SafetyScreen,
  },
  {
    id: 'sync',
    title: 'screens:sync.title',
    rail: { label: 'screens:sync.rail', icon: IconRefresh, atEnd: true, useCount: useToLookAt },
    route: '/sync',
    load: async () => (await import('../workspaces/sync/SyncScreen.tsx')).SyncScreen,
    commands: async () => (await import('../workspaces/sync/sync-commands.ts')).syncCommands,
  },
  {
    id: 'settings',
    title: 'screens:settings.title',
    rail: { label: 'screens:settings.rail', icon: IconSettings, atEnd: true },
    route: '/settings',
    load: async () => (await import('../workspaces/settings/SettingsScreen.tsx')).SettingsScreen,
  },
  {
    id: 'training',
    title: 'screens:training.title',
    rail: { label: 'screens:training.rail', icon: IconSchool, atEnd: true },
    route: '/training',
    load: async () => (await import('../workspaces/training/TrainingScreen.tsx')).TrainingScreen,
  },
  {
    id: 'audit',
    title: 'screens:audit.title',
    rail: { label: 'screens:audit.rail', icon: IconHistory, atEnd: true },
    act: 'audit.read',
    route: '/audit',
    load: async () => (await import('../workspaces/audit/AuditScreen.tsx')).AuditScreen,
  },
];

/** Whether a role may see a screen. */
export function isOpenTo({ act }: Screen, role: Role | undefined): boolean {
  return act === undefined || (role !== undefined && mayDo(role, act));
}

/** Fetches what opens after the PIN while it is still being typed; a failure shows itself when it is needed. */
export function fetchFirstScreen(): void {
  const [first] = SCREENS;
  void Promise.allSettled([first?.load(), first?.commands?.()]);
}
