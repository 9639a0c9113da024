import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryClient } from '../api/queries.ts';
import { viewSettings } from '../features/view-settings/view-settings.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { SessionGate } from './SessionGate.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Text size is a zoom of the whole page; the tokens and Mantine follow the colour scheme by attribute. */
function usePageLooks() {
  const { contrast, textScale } = viewSettings();
  useEffect(() => {
    const page = document.documentElement;
    page.dataset['contrast'] = contrast;
    page.style.setProperty('zoom', textScale === 1 ? '' : String(textScale));
    page.style.setProperty('--zoom', String(textScale));
  }, [contrast, textScale]);
}

/** The nonce that this load's style elements must carry under the page's content security policy. */
function styleNonce(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

export function App() {
  usePageLooks();
  const scheme = viewSettings((settings) => settings.theme);
  const forced = scheme === 'system' ? {} : { forceColorScheme: scheme };
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
        {...forced}
      >
        <ErrorBoundary>
          <SessionGate />
        </ErrorBoundary>
      </MantineProvider>
    </QueryClientProvider>
  );
}
