import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colorOf, looks, looksOf } from './looks.ts'

type Rgb = readonly [number, number, number]

/** Linear light, from 0 to 1. */
function read(hex: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05]
  return Math.max(a, b) / Math.min(a, b)
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const

function seen([r, g, b]: Rgb, m: readonly number[]): Rgb {
  const row = (at: number) =>
    Math.min(1, Math.max(0, (m[at] ?? 0) * r + (m[at + 1] ?? 0) * g + (m[at + 2] ?? 0) * b))
  return [row(0), row(3), row(6)]
}

/** CIE L*a*b*, D65. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(luminance([r, g, b]))
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function distance(one: Rgb, other: Rgb): number {
  const [a, b] = [lab(one), lab(other)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

const toned = looksOf([{ tone: 'good' }, { tone: 'bad' }, { tone: 'other' }])
const papers = { light: '#ffffff', dark: '#1a1c1e' } as const
const schemes = ['light', 'dark'] as const

test('WCAG 2.2, 1.4.11: every colour stands out from the paper, 3 to 1 at least', () => {
  for (const scheme of schemes) {
    for (const look of [...looks, ...toned]) {
      const ratio = contrast(read(look[scheme]), read(papers[scheme]))
      assert.ok(ratio >= 3, `${scheme} ${look[scheme]}: ${ratio.toFixed(2)}`)
    }
  }
})

test('neighbours are told apart by eyes that see two colours', () => {
  for (const [eye, matrix] of Object.entries(eyes)) {
    for (const scheme of schemes) {
      const pairs = [...looks.slice(1).map((look, index) => [looks[index], look]), toned]
      for (const [one, other] of pairs) {
        if (one === undefined || other === undefined) continue
        const far = distance(seen(read(one[scheme]), matrix), seen(read(other[scheme]), matrix))
        assert.ok(far >= 20, `${eye} ${scheme} ${one[scheme]} ${other[scheme]}: ${far.toFixed(1)}`)
      }
    }
  }
})

test('WCAG 2.2, 1.4.1: no two looks differ by colour alone', () => {
  assert.equal(new Set(looks.map(({ texture }) => texture)).size, looks.length)
  const lines = looks.map(({ dashes, mark }) => `${dashes} ${mark}`)
  assert.equal(new Set(lines).size, looks.length)
})

test('series with a tone take none of the others’ colours away', () => {
  const [first, bad, second] = looksOf([{}, { tone: 'bad' }, {}])
  assert.equal(first, looks[0])
  assert.equal(second, looks[1])
  assert.notEqual(bad, looks[1])
  assert.deepEqual(looksOf([{ look: 3 }, { look: 7 }]), [looks[3], looks[1]])
  assert.equal(looksOf(Array.from({ length: 7 }, () => ({})))[6], looks[0])
  assert.equal(colorOf({ light: '#111111', dark: '#eeeeee' }), 'light-dark(#111111, #eeeeee)')
})
