/** A row as it stands in a sheet or a text table: 1-based number and its cells as text. */
export type RawRow = { readonly row: number; readonly cells: readonly string[] };
