import { CLIENT_BUGS } from '#main/sync/bugs.ts';

/** Mistakes planted between the wires and the server's handlers; those of the device are switches of its core. */
export const SERVER_BUGS = [
  'naiveSeq',
  'noDedupe',
  'poisonBlocks',
  'rejectDropsPayload',
  'ackBeforeCommit',
  'resultNotStored',
  'lwwClientClock',
] as const;
export type ServerBug = (typeof SERVER_BUGS)[number];

export const PRODUCT_BUGS = [...CLIENT_BUGS, ...SERVER_BUGS] as const;
export type ProductBug = (typeof PRODUCT_BUGS)[number];
