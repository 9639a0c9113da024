/** The one business object of the model: visible in the stream of its station and of its client. */
export type Ticket = {
  readonly id: string;
  readonly station: string;
  readonly client: string;
  readonly owner: string | null;
  readonly status: 'open' | 'closed';
  readonly fields: Readonly<Record<string, Field>>;
  /** How often each note took effect: more than once is a broken promise. */
  readonly notes: Readonly<Record<string, number>>;
  readonly isDeleted: boolean;
  readonly ver: number;
  readonly claimsWon: number;
  readonly closesWon: number;
};

export type Field = { readonly value: string; readonly rev: number; readonly clock: number };

export const MUTATION_KINDS = ['create', 'note', 'edit', 'claim', 'close', 'transfer', 'delete'] as const;
export type MutationKind = (typeof MUTATION_KINDS)[number];

export type MutationArgs = {
  readonly station?: string;
  readonly client?: string;
  readonly note?: string;
  readonly field?: string;
  readonly value?: string;
  /** Revision of the field that the author saw. */
  readonly base?: number;
};

export type Mutation = {
  /** 1, 2, 3 … within an incarnation. */
  readonly mid: number;
  readonly uid: string;
  readonly kind: MutationKind;
  readonly ticket: string;
  readonly args: MutationArgs;
  /** The author's wall clock. */
  readonly clock: number;
  /** Links the mutation to all before it in its device's log. */
  readonly hash: string;
};

/** What a device writes into its log; its mid follows from its place. */
export type LogEntry = Omit<Mutation, 'mid'> & { readonly seq: number };

export const STATIONS = ['st:1', 'st:2', 'st:3'] as const;
export const CLIENTS = ['cl:A', 'cl:B'] as const;
export const STREAMS: readonly string[] = [...STATIONS, ...CLIENTS];

export function streamsOf(ticket: Pick<Ticket, 'station' | 'client'>): string[] {
  return [...new Set([ticket.station, ticket.client])];
}

export function createdTicket(mutation: Pick<Mutation, 'ticket' | 'args'>): Ticket {
  const { station = '', client = '' } = mutation.args;
  const empty = { owner: null, status: 'open', fields: {}, notes: {}, isDeleted: false, ver: 0, claimsWon: 0, closesWon: 0 } as const;
  return { id: mutation.ticket, station, client, ...empty };
}

export function withNote(ticket: Ticket, note: string): Ticket {
  return { ...ticket, notes: { ...ticket.notes, [note]: (ticket.notes[note] ?? 0) + 1 } };
}

/** A device's own unconfirmed mutation over the server's image: what its person sees. */
export function overlay(ticket: Ticket | undefined, entry: LogEntry, device: string): Ticket | undefined {
  if (ticket === undefined) return entry.kind === 'create' ? createdTicket(entry) : undefined;
  const { note, field, value, station } = entry.args;
  switch (entry.kind) {
    case 'create':
      return ticket;
    case 'note':
      return note === undefined || note in ticket.notes ? ticket : withNote(ticket, note);
    case 'edit':
      return { ...ticket, fields: { ...ticket.fields, [field ?? '']: { value: value ?? '', rev: 0, clock: 0 } } };
    case 'claim':
      return { ...ticket, owner: ticket.owner ?? device };
    case 'close':
      return { ...ticket, status: 'closed' };
    case 'transfer':
      return { ...ticket, station: station ?? ticket.station };
    case 'delete':
      return { ...ticket, isDeleted: true };
  }
}
