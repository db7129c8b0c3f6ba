import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bandPath, layoutFlow } from './flow-layout.ts'

const end = (name: string, value: number) => ({ name, label: name, value })

test('bands are as high as their share, and leave the whole without gaps', () => {
  const { source, bands } = layoutFlow([end('in', 75), end('out', 25)], 100)
  assert.equal(source.height, 100)
  assert.deepEqual(
    bands.map(({ share }) => share),
    [0.75, 0.25],
  )
  const [first, second] = bands.map(({ band }) => band)
  assert.equal(first?.from, source.top)
  assert.equal(second?.from, source.top + 75)
  assert.equal(second?.thick, 25)
})

test('what is rare is still seen, and every row has room for its name', () => {
  const ends = [end('in', 1_000_000), end('a', 1), end('b', 1), end('c', 1)]
  const { height, bands, source } = layoutFlow(ends)
  assert.ok(source.height <= height)
  for (const [index, { top, height: row, band }] of bands.entries()) {
    assert.ok(row >= 40)
    assert.ok(top >= 0 && top + row <= height + 0.01)
    const before = bands[index - 1]
    if (before !== undefined) assert.ok(top >= before.top + before.height)
    assert.ok(band.thick >= 2)
    assert.doesNotMatch(bandPath(band, 300), /NaN|Infinity|undefined/)
  }
})

test('nothing at all is a picture without bands', () => {
  assert.deepEqual(layoutFlow([]), { height: 0, source: { top: 0, height: 0 }, bands: [] })
  const { bands, source } = layoutFlow([end('in', 0)])
  assert.equal(source.height, 0)
  assert.equal(bands[0]?.share, 0)
})

test('a band is level where it leaves and where it arrives', () => {
  const path = bandPath({ from: 10, to: 40, thick: 5 }, 200)
  assert.equal(path, 'M0 10C100 10 100 40 200 40V45C100 45 100 15 0 15Z')
})
