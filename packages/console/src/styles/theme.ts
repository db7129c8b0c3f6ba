import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The ink of the hosted pages, in ten shades. */
const petrol: MantineColorsTuple = [
  ...(['#eaf5f7', '#d5e7eb', '#a9ced7', '#7fc1cf', '#4f9fb0'] as const),
  ...(['#357f90', '#276b7b', '#1f5d6b', '#174852', '#0f343c'] as const),
]
/** A warm grey: the paper of the hosted pages. */
const gray: MantineColorsTuple = [
  ...(['#faf9f7', '#f4f2ee', '#e9e6e0', '#dedbd4', '#c9c5bc'] as const),
  ...(['#a8a398', '#79746a', '#59554d', '#3a3732', '#201f1d'] as const),
]
const dark: MantineColorsTuple = [
  ...(['#e8e6e1', '#b9b5ae', '#a5a19a', '#7d7a75', '#43474d'] as const),
  ...(['#303338', '#232629', '#1a1c1e', '#121315', '#0c0d0e'] as const),
]

export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  fontFamily:
    "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Links in a list are each a target of their own (WCAG 2.2, 2.5.8).
    List: { defaultProps: { spacing: 6 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { position: 'right', closeButtonProps: { 'aria-label': 'Close' } } },
    // Theirs is a <header>, which within a dialog is a second banner of the page.
    ModalHeader: { defaultProps: { component: 'div' } },
    DrawerHeader: { defaultProps: { component: 'div' } },
    Alert: { defaultProps: { variant: 'light' } },
  },
})

/** Contrast of at least 4.5 for everything that is read (WCAG 2.2, 1.4.3). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcfb',
    '--mantine-color-dimmed': '#635f57',
    '--mantine-color-placeholder': '#6f6a61',
    '--mantine-color-error': '#a02c2e',
    '--mantine-color-anchor': '#1f5d6b',
    '--mantine-color-yellow-light-color': '#6b4a00',
    '--ww-paper': '#fff',
    '--ww-line': '#e6e3dc',
  },
  dark: {
    '--mantine-color-body': '#121315',
    '--mantine-color-dimmed': '#a5a19a',
    '--mantine-color-placeholder': '#8f8b85',
    '--mantine-color-error': '#f2a5a3',
    '--mantine-color-anchor': '#7fc1cf',
    '--ww-paper': '#1a1c1e',
    '--ww-line': '#303338',
  },
})
