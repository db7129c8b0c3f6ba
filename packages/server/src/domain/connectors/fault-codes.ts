import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import type { ForeignFault } from '#domain/foreign-keys/foreign-document.ts'

type Code = Extract<IssuerKeys, { source: 'none' }>['code']

/**
 * What is answered when a key set could not be had (our decisions on IDP errors): 9013 when its server was late, or
 * when too many of the account's are; 1038 when what came cannot be read; 9011, with status 502, when nothing came.
 */
export const keySetFaultCode = {
  time: '9013',
  busy: '9013',
  content: '1038',
  json: '1038',
  type: '1038',
  size: '1038',
  encoding: '1038',
  url: '9011',
  port: '9011',
  address: '9011',
  name: '9011',
  unreachable: '9011',
  certificate: '9011',
  redirect: '9011',
  status: '9011',
} as const satisfies Record<ForeignFault['refusal'], Code>

/** The same for what is no key set (metadata, token responses): what cannot be read is an answer that is garbage. */
export function serverFaultCode(refusal: ForeignFault['refusal']): '9011' | '9013' {
  return keySetFaultCode[refusal] === '9013' ? '9013' : '9011'
}
