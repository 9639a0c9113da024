import { z } from 'zod';
import { VIEW_DEFINITION } from '../domain/exceptions/saved-view.ts';
import { command, query, topic } from './define.ts';
import { none } from './shapes.ts';

const id = z.string().min(1).max(60);

/** 我的视图: saved by a person for the person alone, in the person's order. */
export const views = {
  list: query({
    input: none,
    output: z.object({ views: z.array(z.object({ id, definition: VIEW_DEFINITION })) }),
  }),
  /** Live counts by id; asked apart, because each is a query of its own. */
  counts: query({ input: none, output: z.object({ counts: z.record(id, z.number().int()) }) }),
  /** Saves a new view (no id) or another definition of one's own. */
  save: command({
    input: z.object({ id: id.optional(), definition: VIEW_DEFINITION }),
    output: z.object({ id }),
    reasons: ['not-found', 'view-name-taken', 'too-many-views'],
  }),
  remove: command({ input: z.object({ id }), output: none, reasons: ['not-found'] }),
  /** The person's order; views that are left out come after, as they stood. */
  reorder: command({ input: z.object({ ids: z.array(id).max(100) }), output: none }),
  changed: topic(none),
};
