import type { AppContract } from '#shared/contract/contract.ts';
import type { Endpoint, PayloadOf, Topic } from '#shared/contract/define.ts';
import { bridge } from './bridge.ts';

type Names<C, Kind> = {
  [A in keyof C & string]: { [E in keyof C[A] & string]: C[A][E] extends Kind ? `${A}.${E}` : never }[keyof C[A] & string];
}[keyof C & string];
export type TopicName = Names<AppContract, Topic>;
export type QueryName = Names<AppContract, Endpoint<'query'>>;
export type TopicPayload<T extends TopicName> = T extends `${infer A}.${infer E}`
  ? A extends keyof AppContract
    ? E extends keyof AppContract[A]
      ? PayloadOf<AppContract[A][E]>
      : never
    : never
  : never;

/** Which queries read again when a topic fires; a new topic without a line here does not compile. */
export const STALE_AFTER: Readonly<Record<TopicName, readonly QueryName[]>> = {
  'session.changed': ['session.state', 'session.recoveryStatus', 'people.list', 'settings.get', 'training.state'],
  'people.changed': ['people.list', 'session.state'],
  'clients.changed': ['clients.list', 'search.find', 'queue.counts', 'queue.get'],
  'imports.changed': ['imports.list', 'imports.refusals', 'jobs.list', 'training.state', 'search.find'],
  'rules.changed': ['rules.list', 'rules.get', 'rules.check', 'rules.unseenCodes', 'queue.phrases'],
  'rules.dryRunMoved': ['rules.dryRun'],
  'screening.changed': [
    'screening.coverage',
    'screening.coverageList',
    'screening.status',
    'queue.ids',
    'queue.counts',
    'queue.groups',
    'queue.groupIds',
    'views.counts',
    'training.state',
  ],
  'queue.changed': [
    'queue.ids',
    'queue.counts',
    'queue.get',
    'queue.groups',
    'queue.groupIds',
    'views.counts',
    'training.state',
    'search.find',
  ],
  'sync.changed': ['sync.state', 'sync.pending', 'sync.failures', 'sync.conflicts', 'sync.history'],
  'undo.changed': ['undo.list'],
  'views.changed': ['views.list', 'views.counts'],
  'search.changed': ['search.find'],
  'mails.changed': ['queue.get', 'screening.coverageList', 'search.find'],
  'exports.changed': ['exports.list', 'jobs.list', 'training.state'],
  'safety.changed': ['safety.status', 'session.state'],
  'settings.changed': ['settings.get', 'session.state'],
  'training.changed': ['training.state'],
  'keys.changed': ['keys.get'],
  'jobs.changed': ['jobs.list', 'imports.list', 'exports.list', 'screening.status'],
};

const listeners = new Map<string, Set<(payload: never) => void>>();

/** Calls `listener` on each firing of a topic; answers the function that ends it. */
export function onTopic<T extends TopicName>(topic: T, listener: (payload: TopicPayload<T>) => void): () => void {
  const of = listeners.get(topic) ?? new Set();
  listeners.set(topic, of);
  of.add(listener);
  return () => of.delete(listener);
}

const bridgeListeners = new Set<(topic: string, payload: unknown) => void>();

/** The bridge's own topics: `bridge.connected`, `bridge.disconnected`, `engine.failed`, `window.changed`, `window.closing`. */
export function onBridgeTopic(listener: (topic: string, payload: unknown) => void): () => void {
  bridgeListeners.add(listener);
  return () => bridgeListeners.delete(listener);
}

/** Joins the bridge's topics to listeners and to `invalidate` (`all` after a new connection), once at start. */
export function startTopics(invalidate: (queries: readonly QueryName[] | 'all') => void): () => void {
  return bridge().subscribe((message) => {
    if (message.topic === 'bridge.connected') invalidate('all');
    for (const listener of bridgeListeners) listener(message.topic, message.payload);
    if (Object.hasOwn(STALE_AFTER, message.topic)) invalidate(STALE_AFTER[message.topic as TopicName]);
    for (const listener of listeners.get(message.topic) ?? []) listener(message.payload as never);
  });
}
