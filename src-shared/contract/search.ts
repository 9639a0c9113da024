import { z } from 'zod';
import { command, query, topic } from './define.ts';
import { abnormalType, dayText, exceptionStatus, instant, mailNo, none, region, rule, stage } from './shapes.ts';

/** What is found, by kind; a scope shows one kind alone and more of it. */
export const SEARCH_KINDS = ['mails', 'exceptions', 'clients', 'texts'] as const;
export const SEARCH_SCOPES = ['all', ...SEARCH_KINDS] as const;
export const SEARCH_TEXT_MAX = 200;
/** Hits of one kind: in its own scope, and beside the others. */
export const SEARCH_LIMIT = 50;
export const SEARCH_LIMIT_OF_ALL = 12;

/** Where in a text the question stands: from, up to but without, in UTF-16 units. */
const marks = z.array(z.tuple([z.number().int(), z.number().int()]));
const marked = z.object({ text: z.string(), marks });

/** An exception as the queue numbers it, with the list that it stands in. */
const exceptionRef = z.object({ id: z.number().int(), status: exceptionStatus });

const mailHit = z.object({
  mailNo,
  number: marked,
  region,
  stage: stage.nullable(),
  postingDay: dayText.nullable(),
  clientName: z.string(),
  /** The latest exception of the mail. */
  exception: exceptionRef.nullable(),
});

const exceptionHit = z.object({
  /** As the queue numbers it. */
  id: z.number().int(),
  mailNo,
  number: marked,
  status: exceptionStatus,
  mainRule: rule,
  type: abnormalType,
  raisedAt: instant,
  clientName: marked,
  /** What the exception names that was found, masked; null when its number or client was found. */
  found: marked.nullable(),
});

const clientHit = z.object({
  code: z.string(),
  codeMarks: marks,
  name: marked,
  tiers: z.array(z.string()),
  openExceptions: z.number().int(),
});

const textHit = z.object({
  /** Number of the record in the log. */
  seq: z.number().int(),
  at: instant,
  /** The act without its area: `follow-up`, `feedback`, `close`, `record` … */
  act: z.string(),
  by: z.string(),
  mailNo,
  exception: exceptionRef.nullable(),
  /** Masked, as everywhere. */
  excerpt: marked,
});

const kindOf = <Hit extends z.ZodType>(hit: Hit) => z.object({ hits: z.array(hit), hasMore: z.boolean() });

export const search = {
  /** Newest first within each kind. What is masked on screens is neither searched nor shown. */
  find: query({
    input: z.object({ text: z.string().max(SEARCH_TEXT_MAX), scope: z.enum(SEARCH_SCOPES) }),
    output: z.object({
      mails: kindOf(mailHit),
      exceptions: kindOf(exceptionHit),
      clients: kindOf(clientHit),
      texts: kindOf(textHit),
      /** Rows in the index and rows in all: while they differ, texts and pinyin may be missing. */
      index: z.object({ done: z.number().int(), total: z.number().int() }),
    }),
  }),
  /** The trail of a mail as far as search shows it; personal data masked. */
  mail: query({
    input: z.object({ mailNo }),
    output: z.object({
      mailNo,
      sources: z.array(z.string()),
      region,
      stage,
      acceptedAt: instant.nullable(),
      acceptedDateOnly: z.boolean(),
      traceAsOf: instant.nullable(),
      clientName: z.string(),
      recipient: z.string().nullable(),
      recipientPhone: z.string().nullable(),
      address: z.string().nullable(),
      events: z.array(z.object({ at: instant, name: z.string(), text: z.string(), organisation: z.string() })),
    }),
    reasons: ['not-found'],
  }),
  /** What this person searched for lately, newest first. */
  recent: query({ input: none, output: z.object({ texts: z.array(z.string()) }) }),
  /** Keeps a question that led somewhere; one that holds personal data is not kept. */
  remember: command({ input: z.object({ text: z.string().trim().min(1).max(SEARCH_TEXT_MAX) }), output: none }),
  forget: command({ input: none, output: none }),
  /** The index has moved on. */
  changed: topic(none),
};
