import { colorOf, type Look, type Texture } from './looks.ts'

/** The textures of a chart's surfaces. They are of one chart: `id` tells its own from those of others. */
export function Textures({ id, looks }: { readonly id: string; readonly looks: readonly Look[] }) {
  return (
    <defs>
      {looks.map((look, index) => (
        <pattern
          // biome-ignore lint/suspicious/noArrayIndexKey: a look is known by its place
          key={index}
          id={textureId(id, index)}
          width={8}
          height={8}
          patternUnits="userSpaceOnUse"
        >
          <rect width={8} height={8} style={{ fill: colorOf(look) }} />
          <path
            d={strokes[look.texture]}
            style={{ stroke: 'var(--ww-paper)', strokeOpacity: 0.55, strokeWidth: 1.75 }}
          />
        </pattern>
      ))}
    </defs>
  )
}

const strokes: Readonly<Record<Texture, string>> = {
  plain: '',
  rising: 'M-2 2L2 -2M-2 10L10 -2M6 10L10 6',
  falling: 'M-2 6L2 10M-2 -2L10 10M6 -2L10 2',
  dots: 'M1.1 2h1.8M5.1 6h1.8',
  level: 'M0 2h8M0 6h8',
  grid: 'M0 2h8M2 0v8',
}

export function textureId(id: string, index: number): string {
  return `${id}-texture-${index}`
}

/** What a series looks like, small: a piece of its surface. */
export function SurfaceSwatch({ id, index }: { readonly id: string; readonly index: number }) {
  return (
    <svg width={14} height={14} aria-hidden="true" style={{ flex: 'none' }}>
      <rect width={14} height={14} rx={3} fill={`url(#${textureId(id, index)})`} />
    </svg>
  )
}

/** What a series looks like, small: a piece of its line, with its mark. */
export function LineSwatch({ look }: { readonly look: Look }) {
  return (
    <svg width={28} height={14} aria-hidden="true" style={{ flex: 'none' }}>
      <path
        d="M0 7H28"
        style={{ stroke: colorOf(look), strokeWidth: 2 }}
        strokeDasharray={look.dashes}
      />
      <Mark look={look} x={14} y={7} />
    </svg>
  )
}

/** The mark of a line at a point. */
export function Mark({
  look,
  x,
  y,
}: {
  readonly look: Look
  readonly x: number
  readonly y: number
}) {
  return (
    <path
      d={marks[look.mark]}
      transform={`translate(${x} ${y})`}
      style={{ fill: colorOf(look), stroke: 'var(--ww-paper)', strokeWidth: 1.5 }}
    />
  )
}

const marks: Readonly<Record<Look['mark'], string>> = {
  circle: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z',
  square: 'M-3.6 -3.6H3.6V3.6H-3.6Z',
  diamond: 'M0 -5L5 0L0 5L-5 0Z',
  triangle: 'M0 -5L4.6 3.6H-4.6Z',
}
