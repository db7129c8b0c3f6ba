import type { DocumentRefusal } from '#domain/foreign-keys/foreign-document.ts'

/** Words for an administrator: what to put right, and nothing that the other side wrote. */
const reasons = {
  url: 'the address must be an https URL without user name, password, fragment or spaces',
  port: 'the address must have the usual port, 443',
  address: 'its name stands for an address that is not public',
  name: 'its name could not be resolved',
  unreachable: 'the server could not be reached, or broke off',
  certificate: 'the certificate of the server is not trusted for its name',
  time: 'the server took too long',
  redirect: 'the server answered with a redirect, which is not followed',
  status: 'the server did not answer with status 200',
  encoding: 'the server sent a compressed answer, though none was asked for',
  type: 'the answer is not of a JSON content type',
  size: 'the answer is too large',
  json: 'the answer is not one valid JSON document in UTF-8',
  busy: 'too many other servers are being asked; try again',
} as const satisfies Record<DocumentRefusal, string>

/** No document, and why. */
export type Refused = {
  readonly ok: false
  readonly refusal: DocumentRefusal
  readonly reason: string
}

/** An outcome without a document. `detail` must be ours: a status, or a code of the runtime. */
export function refuse(refusal: DocumentRefusal, detail?: string | number): Refused {
  const reason = detail === undefined ? reasons[refusal] : `${reasons[refusal]} (${detail})`
  return { ok: false, refusal, reason }
}
