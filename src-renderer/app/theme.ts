import { Modal, Popover, Menu, Tooltip, createTheme } from '@mantine/core';
import type { CSSVariablesResolver } from '@mantine/core';

const FADE = { transition: 'fade', duration: 100 } as const;

/** Mantine's controls in our sizes; colours come from the tokens by `cssVariablesResolver`. */
export const theme = createTheme({
  primaryColor: 'post',
  primaryShade: { light: 6, dark: 4 },
  colors: { post: ['#e6f2ec', '#cde5d9', '#a9cfbd', '#6cc7a0', '#3fa67c', '#228460', '#0b6a48', '#085a3d', '#064a32', '#043623'] },
  fontFamily: 'var(--font-ui)',
  headings: { fontFamily: 'var(--font-ui)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.35', md: '1.5', lg: '1.5', xl: '1.4' },
  fontWeights: { regular: '400', medium: '600', bold: '600' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'var(--shadow-float)', lg: 'var(--shadow-float)', xl: 'var(--shadow-float)' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'default',
  components: {
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }),
    Modal: Modal.extend({
      defaultProps: { transitionProps: FADE, overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 }, padding: 16 },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps: FADE, shadow: 'md' } }),
    Menu: Menu.extend({ defaultProps: { transitionProps: FADE, shadow: 'md' } }),
  },
});

const NAMES = {
  '--mantine-color-body': 'var(--bg-0)',
  '--mantine-color-text': 'var(--tx-1)',
  '--mantine-color-dimmed': 'var(--tx-3)',
  '--mantine-color-placeholder': 'var(--tx-3)',
  '--mantine-color-anchor': 'var(--brand-tx)',
  '--mantine-color-default': 'var(--bg-0)',
  '--mantine-color-default-hover': 'var(--bg-hover)',
  '--mantine-color-default-border': 'var(--line-3)',
  '--mantine-color-error': 'var(--over-tx)',
  '--mantine-color-success': 'var(--done-tx)',
  '--mantine-primary-color-filled': 'var(--brand)',
  '--mantine-primary-color-filled-hover': 'var(--brand-hover)',
  '--mantine-primary-color-contrast': 'var(--on-brand)',
  '--mantine-primary-color-light': 'var(--brand-tint)',
  '--mantine-primary-color-light-color': 'var(--brand-tx)',
} as const;

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: NAMES, dark: NAMES });
