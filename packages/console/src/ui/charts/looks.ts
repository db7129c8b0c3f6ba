import type { Series, Tone } from './series.ts'

/** How a fill is drawn besides its colour. */
export type Texture = 'plain' | 'rising' | 'dots' | 'falling' | 'level' | 'grid'

/** How one series is told from the others: by colour, by the texture of a surface, by the dashes and marks of a line. */
export type Look = {
  readonly light: string
  readonly dark: string
  readonly texture: Texture
  /** As `stroke-dasharray` has it. */
  readonly dashes: string
  readonly mark: 'circle' | 'square' | 'diamond' | 'triangle'
}

/**
 * In their order, light and dark by turns: neighbours differ in lightness, which every eye sees. At least 3 to 1
 * against the paper (WCAG 2.2, 1.4.11).
 */
export const looks: readonly Look[] = [
  { light: '#1f5d6b', dark: '#4f9fb0', texture: 'plain', dashes: 'none', mark: 'circle' },
  { light: '#c2701c', dark: '#f0b06a', texture: 'rising', dashes: '7 4', mark: 'square' },
  { light: '#5b3f8c', dark: '#9a7fd1', texture: 'dots', dashes: '2 3', mark: 'diamond' },
  { light: '#6f8f1f', dark: '#cbe08a', texture: 'falling', dashes: '10 3 2 3', mark: 'triangle' },
  { light: '#27528f', dark: '#5f8fd6', texture: 'level', dashes: '4 2', mark: 'square' },
  { light: '#b8799b', dark: '#ecc1d8', texture: 'grid', dashes: '12 4', mark: 'circle' },
]

const tones: Readonly<Record<Tone, Look>> = {
  good: { light: '#1f5d6b', dark: '#4f9fb0', texture: 'plain', dashes: 'none', mark: 'circle' },
  bad: { light: '#d0503a', dark: '#ff9d88', texture: 'rising', dashes: '7 4', mark: 'diamond' },
  other: { light: '#87827a', dark: '#a5a19a', texture: 'dots', dashes: '2 3', mark: 'square' },
}

/** How each of the series looks: by its tone, by the look it always has, or by its order. */
export function looksOf(series: readonly Pick<Series, 'tone' | 'look'>[]): readonly Look[] {
  let next = 0
  return series.map(({ tone, look }) => {
    if (tone !== undefined) return tones[tone]
    const index = look ?? next
    next += 1
    return looks[index % looks.length] ?? tones.other
  })
}

/** The colour for the scheme that is shown. */
export function colorOf({ light, dark }: Pick<Look, 'light' | 'dark'>): string {
  return `light-dark(${light}, ${dark})`
}
