/** Stores of workspaces forget what one person typed or chose before another one begins. */
const resets = new Set<() => void>();

/** Registers the reset of a store that lives longer than its components. */
export function onFreshStart(reset: () => void): void {
  resets.add(reset);
}

/** Another person, or another ledger: everything kept for the last one goes. */
export function startFresh(): void {
  for (const reset of resets) reset();
}
