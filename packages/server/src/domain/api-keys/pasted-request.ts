import type { PastedRequest } from '@watchword/protocol/api/explain.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'

/**
 * A pasted request as the door would have seen it. The URL is taken apart and not read: what a URL parser
 * puts right is what was signed.
 */
export function rawOfPasted(pasted: PastedRequest): RawRequest {
  const parts = /^(https?):\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(pasted.url) ?? []
  const [, scheme = '', authority = '', path = '', query = ''] = parts
  return {
    method: pasted.method,
    scheme: scheme.toLowerCase(),
    authority,
    path,
    query,
    authorization: pasted.authorization,
    formBody: isForm(pasted.contentType) ? pasted.formBody : undefined,
  }
}

/** Whether a body of this type is signed (RFC 5849 section 3.4.1.3.1). */
export function isForm(contentType: string | undefined): boolean {
  return (
    contentType !== undefined &&
    /^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(contentType)
  )
}
