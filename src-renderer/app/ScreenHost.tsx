import { Suspense, lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { Screen } from '../features/navigation/screen.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { SCREENS } from './screens.ts';

const COMPONENTS: ReadonlyMap<string, LazyExoticComponent<ComponentType>> = new Map(
  SCREENS.map((screen) => [screen.id, lazy(async () => ({ default: await screen.load() }))]),
);

/** The workspace of the present route; each has its own error boundary. */
export function ScreenHost({ screen }: { screen: Screen }) {
  const Workspace = COMPONENTS.get(screen.id);
  return (
    <ErrorBoundary key={screen.id}>
      <Suspense fallback={null}>{Workspace === undefined ? null : <Workspace />}</Suspense>
    </ErrorBoundary>
  );
}
