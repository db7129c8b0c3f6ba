import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { pictures } from '../../test/support/pictures.ts'
import { readPicture } from './picture.ts'

const bytesOf = (base64: string) => Buffer.from(base64, 'base64')
const png = bytesOf(pictures.png)
const jpeg = bytesOf(pictures.jpeg)
const webp = bytesOf(pictures.webpLossy)

/** The same with some bytes replaced. */
function changed(bytes: Buffer, at: number, hex: string): Buffer {
  const copy = Buffer.from(bytes)
  copy.write(hex, at, 'hex')
  return copy
}

describe('what a picture is', () => {
  for (const [name, base64] of Object.entries(pictures)) {
    test(`${name}: its kind and its size`, () => {
      const mediaType = `image/${name.startsWith('webp') ? 'webp' : name}`
      assert.deepEqual(readPicture(bytesOf(base64)), { mediaType, width: 3, height: 2 })
    })
  }

  test('a size that no browser has the memory for is told, not believed to be small', () => {
    const huge = readPicture(changed(png, 16, '7fffffff7fffffff'))
    assert.deepEqual(huge, { mediaType: 'image/png', width: 0x7fffffff, height: 0x7fffffff })
  })

  const none: readonly [name: string, bytes: Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['SVG after a mark', Buffer.from('\ufeff<?xml version="1.0"?><svg/>')],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['GIF', Buffer.from('GIF89a\x03\x00\x02\x00'.padEnd(40, '\x00'), 'latin1')],
    ['the start of a PNG and no more', png.subarray(0, 20)],
    ['a PNG whose first chunk is another', changed(png, 12, '74455874')],
    ['a PNG without width', changed(png, 16, '00000000')],
    ['a JPEG without a frame', jpeg.subarray(0, 20)],
    ['a JPEG with a segment of no length', changed(jpeg, 4, '0000')],
    ['a JPEG whose data begins before its frame', changed(jpeg, 3, 'da')],
    ['a WebP that is longer than it says', Buffer.concat([webp, Buffer.from('<script>')])],
    ['a RIFF that is no WebP', changed(webp, 8, '57415645')],
    ['a WebP of an unknown kind', changed(webp, 12, '58585858')],
    ['a WebP that begins with no key frame', changed(webp, 23, '000000')],
  ]
  for (const [name, bytes] of none) {
    test(`${name} is none`, () => assert.equal(readPicture(bytes), undefined))
  }

  test('whatever comes, it answers', () => {
    const starts = [png.subarray(0, 16), jpeg.subarray(0, 4), webp.subarray(0, 16), Buffer.alloc(0)]
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        const read = readPicture(Buffer.concat([start, rest]))
        assert.ok(read === undefined || (read.width > 0 && read.height > 0))
      }),
    )
  })
})
