/** One line of the table that the benchmark prints. */
export type BenchLine = {
  /** Letter of the limit it proves. */
  id: string;
  name: string;
  value: number;
  unit: 'ms' | 'MB' | 'rows/s' | 'bytes' | '%';
  /** Measured in the same run, in the same unit; null where the limit is absolute. */
  baseline: number | null;
  /** `value / baseline`, or null. */
  ratio: number | null;
  /** Of the ratio, or of the value where there is no baseline; null where it is only printed. */
  limit: number | null;
  pass: boolean;
};
