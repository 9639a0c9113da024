import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { queryClient } from '../api/queries.ts';
import { zoomPage } from '../api/shell.ts';
import { viewSettings } from '../features/view-settings/view-settings.ts';
import { setLanguage } from '../i18n/text.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { SessionGate } from './SessionGate.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Text size is a zoom of the whole page; the tokens and Mantine follow scheme and contrast by attributes. */
function usePageLooks() {
  const { theme, contrast, textScale, language } = viewSettings();
  // Who follows the system follows its wish for more contrast too.
  const systemWantsContrast = useMediaQuery('(prefers-contrast: more)') === true;
  const isHigh = contrast === 'high' || (theme === 'system' && systemWantsContrast);
  useEffect(() => {
    document.documentElement.dataset['contrast'] = isHigh ? 'high' : 'normal';
  }, [isHigh]);
  useEffect(() => zoomPage(textScale), [textScale]);
  useEffect(() => {
    document.documentElement.lang = language;
    void setLanguage(language);
  }, [language]);
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
