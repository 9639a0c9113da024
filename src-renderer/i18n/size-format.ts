/** `1.1 MB`, `38 KB`, `512 B`: one decimal below ten, none above; units of 1024. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const words = unit > 0 && value < 10 ? value.toFixed(1) : String(Math.floor(value));
  return `${words} ${units[unit] ?? ''}`;
}
