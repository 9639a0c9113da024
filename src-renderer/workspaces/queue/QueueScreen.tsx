export function QueueScreen() {
  return <div />;
}
