import { audit } from './audit.ts';
import { clients } from './clients.ts';
import type { HandlersOf } from './define.ts';
import { exports_ } from './exports.ts';
import { imports } from './imports.ts';
import { keys } from './keys.ts';
import { mails, queue, undo } from './queue.ts';
import { jobs, safety, settings } from './safety.ts';
import { rules } from './rules.ts';
import { screening } from './screening.ts';
import { search } from './search.ts';
import { people, session } from './session.ts';
import { sync } from './sync.ts';
import { views } from './views.ts';
import { training } from './training.ts';

/** All that the renderer may ask of the engine, one object per area. */
export const contract = {
  session,
  people,
  audit,
  clients,
  imports,
  screening,
  rules,
  queue,
  undo,
  views,
  mails,
  search,
  exports: exports_,
  safety,
  settings,
  keys,
  sync,
  training,
  jobs,
} as const;

export type AppContract = typeof contract;
export type AppHandlers = HandlersOf<AppContract>;
