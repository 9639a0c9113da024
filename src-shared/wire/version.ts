/** Version of the messages; a pull of another one is answered 426, a push is always taken. */
export const WIRE_VERSION = 1;

/** Most mutations and most bytes of one push, most rows and bytes of one pull, most bundles of one upload. */
export const LIMITS = {
  pushMutations: 50,
  pushBytes: 256 * 1024,
  pullRows: 2000,
  pullBytes: 1024 * 1024,
  factBundles: 500,
  /** Of any request, after decompression. */
  bodyBytes: 10 * 1024 * 1024,
  blobBytes: 20 * 1024 * 1024,
} as const;

/** Paths of the protocol below the server's address. */
export const PATHS = {
  enrol: '/v1/enrol',
  push: '/v1/push',
  pull: '/v1/pull',
  facts: '/v1/facts',
  rekey: '/v1/rekey',
  checksum: '/v1/checksum',
  heartbeat: '/v1/heartbeat',
  poke: '/v1/poke',
  blobs: '/v1/blobs',
} as const;
