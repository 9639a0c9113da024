import type { ModelBug } from './bugs.ts';
import { createdTicket, withNote } from './ticket.ts';
import type { Mutation, Ticket } from './ticket.ts';

/** `applied`, `merged`, `superseded`, `rejected:…`, `quarantined:…`. */
export type Decided = {
  readonly verdict: string;
  /** The ticket after it; null when the mutation changed nothing. */
  readonly ticket: Ticket | null;
  /** An edit whose author had seen the value that it replaces. */
  readonly isCausal: boolean;
};

export type Author = { readonly device: string; readonly streams: readonly string[] };

/** The server's arbitration of one mutation, by the state under its lock and the grants of now. */
export function decide(before: Ticket | null, mutation: Mutation, context: { author: Author; bug: ModelBug | null }): Decided {
  const refusal = refusalOf(before, mutation, context.author);
  if (refusal !== null) return refused(refusal);
  const ticket = before ?? createdTicket(mutation);
  switch (mutation.kind) {
    case 'create':
      return applied(ticket);
    case 'note':
      return applied(withNote(ticket, mutation.args.note ?? ''));
    case 'edit':
      return edited(ticket, mutation, context.bug);
    case 'claim':
      return claimed(ticket, context.author.device);
    case 'close':
      return closed(ticket, mutation, context.bug);
    case 'transfer':
      return applied({ ...ticket, station: mutation.args.station ?? ticket.station });
    case 'delete':
      return applied({ ...ticket, isDeleted: true });
  }
}

export function countsAsDone(verdict: string): boolean {
  return verdict === 'applied' || verdict === 'merged' || verdict === 'superseded';
}

export function isForbidden(verdict: string): boolean {
  return verdict === 'quarantined:forbidden';
}

function refusalOf(before: Ticket | null, mutation: Mutation, author: Author): string | null {
  const isCreate = mutation.kind === 'create';
  if (isCreate && before !== null) return 'rejected:dup';
  if (!isCreate && before === null) return 'quarantined:gone';
  const { station, client } = before ?? mutation.args;
  const may = author.streams.some((stream) => stream === station || stream === client);
  if (!may) return 'quarantined:forbidden';
  return before?.isDeleted === true ? 'quarantined:deleted' : null;
}

function edited(ticket: Ticket, mutation: Mutation, bug: ModelBug | null): Decided {
  const { field = '', value = '', base } = mutation.args;
  const current = ticket.fields[field];
  const isCausal = current !== undefined && current.rev === base;
  const rev = (current?.rev ?? 0) + 1;
  if (bug === 'lww-client-clock' && current !== undefined && current.clock >= mutation.clock) {
    return { verdict: 'merged', ticket, isCausal };
  }
  const after = { ...ticket, fields: { ...ticket.fields, [field]: { value, rev, clock: mutation.clock } } };
  return { verdict: current === undefined || isCausal ? 'applied' : 'merged', ticket: versioned(after), isCausal };
}

function claimed(ticket: Ticket, device: string): Decided {
  if (ticket.owner === device) return applied(ticket);
  if (ticket.owner !== null) return refused('rejected:claimed');
  return applied({ ...ticket, owner: device, claimsWon: ticket.claimsWon + 1 });
}

function closed(ticket: Ticket, mutation: Mutation, bug: ModelBug | null): Decided {
  if (ticket.status === 'open') return applied({ ...ticket, status: 'closed', closesWon: ticket.closesWon + 1 });
  const kept = bug === 'reject-drops-payload' ? ticket : withNote(ticket, supersededNote(mutation.uid));
  return { verdict: 'superseded', ticket: versioned(kept), isCausal: false };
}

/** The follow-up that a second closure becomes. */
export function supersededNote(uid: string): string {
  return `superseded:${uid}`;
}

function versioned(ticket: Ticket): Ticket {
  return { ...ticket, ver: ticket.ver + 1 };
}

function applied(ticket: Ticket): Decided {
  return { verdict: 'applied', ticket: versioned(ticket), isCausal: false };
}

function refused(verdict: string): Decided {
  return { verdict, ticket: null, isCausal: false };
}
