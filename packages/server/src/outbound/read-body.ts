import type { IncomingMessage } from 'node:http'

/** Bytes of a body, or why they were not read to the end. */
export type BodyReading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly refusal: 'size' | 'time' }

/**
 * Reads a body of at most `maxBytes` until `deadline` (of `performance.now()`). The clock is looked at for every piece,
 * so that a server that drips is cut off also if the signal that ought to do it were lost. What is left of the body is
 * the caller's to end.
 */
export async function readBody(
  response: IncomingMessage,
  { maxBytes, deadline }: { readonly maxBytes: number; readonly deadline: number },
): Promise<BodyReading> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes)
    return { ok: false, refusal: 'size' }
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    if (performance.now() >= deadline) return { ok: false, refusal: 'time' }
    length += piece.length
    if (length > maxBytes) return { ok: false, refusal: 'size' }
    pieces.push(piece)
  }
  return { ok: true, bytes: Buffer.concat(pieces) }
}
