/** What a picture is, by its own first bytes; never by what somebody calls it. */
export type Picture = {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
}

/**
 * Reads the kind and the size of a PNG, JPEG or WebP; `undefined`: it is none, or too short to tell. Formats that can
 * hold a script, as SVG can, are none. The size is read too, because a few kilobytes may unfold to a picture
 * that no browser has the memory for.
 */
export function readPicture(bytes: Buffer): Picture | undefined {
  return readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes)
}

const pngStart = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** The first chunk is the header, with width and height (PNG section 11.2.1). */
function readPng(bytes: Buffer): Picture | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 16).equals(pngStart)) return undefined
  return pictureOf('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20))
}

/** Markers of a frame, which has the size: C0 to CF but for three that are none (ITU T.81 table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

/** A list of segments, each with its length, until the one of the frame. */
function readJpeg(bytes: Buffer): Picture | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (isFrame(marker)) {
      return pictureOf('image/jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
    }
    const length = bytes.readUInt16BE(at + 2)
    // The entropy-coded data begins before any frame, or the segment is no segment.
    if (marker === 0xda || length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

/** A RIFF file of exactly its own length, whose first chunk tells the size in one of three ways (RFC 9649). */
function readWebp(bytes: Buffer): Picture | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return undefined
  switch (bytes.toString('latin1', 8, 16)) {
    case 'WEBPVP8X':
      return pictureOf('image/webp', bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
    case 'WEBPVP8 ': {
      const isKeyFrame = bytes.readUIntBE(23, 3) === 0x9d012a
      const size = (at: number) => bytes.readUInt16LE(at) & 0x3fff
      return isKeyFrame ? pictureOf('image/webp', size(26), size(28)) : undefined
    }
    case 'WEBPVP8L': {
      const bits = bytes.readUInt32LE(21)
      const isLossless = bytes[20] === 0x2f
      const [width, height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
      return isLossless ? pictureOf('image/webp', width, height) : undefined
    }
    default:
      return undefined
  }
}

function pictureOf(
  mediaType: Picture['mediaType'],
  width: number,
  height: number,
): Picture | undefined {
  return width > 0 && height > 0 ? { mediaType, width, height } : undefined
}
