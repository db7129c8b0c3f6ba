import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import type { ForeignFault } from '#domain/foreign-keys/foreign-document.ts'
import type { ForeignKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { Connector } from './connector.ts'
import { keySetFaultCode, serverFaultCode } from './fault-codes.ts'
import type { PastedKeys } from './pasted-keys.ts'
import type { KnownMetadata } from './provider-metadata.ts'

export type IssuerKeysPorts = {
  readonly pastedKeys: PastedKeys
  readonly foreignKeys: ForeignKeys
  readonly knownMetadata: KnownMetadata
}

type NoKeys = Extract<IssuerKeys, { source: 'none' }>

/**
 * The keys that an id_token of the connector is judged with: pasted, at its JWKS URL, or where its metadata says. `kid`
 * is the one that the token names; if no key at hand has it, they are fetched again, within bounds. The token has no
 * other say in where keys come from. It never throws: that there are none is an answer, with code and advice.
 */
export async function issuerKeysOf(
  ports: IssuerKeysPorts,
  accountId: AccountId,
  connector: Connector,
  kid: string | undefined,
): Promise<IssuerKeys> {
  const { jwtValidationType, jwksEndpoint } = connector.configuration
  switch (jwtValidationType) {
    case 'PUBLIC_JWT_KEY':
      return pasted(ports, accountId, connector)
    case 'JWKS_ENDPOINT':
      return jwksEndpoint === undefined
        ? noKeys('1038', 'the connector names no key set', 'Give the connector a jwksEndpoint.')
        : fetched(ports.foreignKeys, { accountId, connector, url: jwksEndpoint, kid })
    case 'DISCOVERY':
      return discovered(ports, accountId, connector, kid)
  }
}

async function pasted(
  { pastedKeys }: IssuerKeysPorts,
  accountId: AccountId,
  connector: Connector,
): Promise<IssuerKeys> {
  const reading = await pastedKeys.read(accountId, connector)
  if (reading.ok) return { source: 'pasted', keys: reading.keys }
  return noKeys('1028', 'the public key of the connector cannot be used', reading.advice)
}

async function discovered(
  { knownMetadata, foreignKeys }: IssuerKeysPorts,
  accountId: AccountId,
  connector: Connector,
  kid: string | undefined,
): Promise<IssuerKeys> {
  const found = await knownMetadata.find(accountId, connector)
  if (found.ok) {
    const { jwksUri: url } = found.metadata
    if (url !== undefined) return fetched(foreignKeys, { accountId, connector, url, kid })
    const advice = 'The metadata of the identity provider has no jwks_uri.'
    return noKeys('1038', 'the metadata of the issuer names no key set', advice)
  }
  if (found.fault === undefined) {
    return noKeys('1038', 'the metadata is of another issuer', found.mismatch)
  }
  const { refusal, reason } = found.fault
  const message = 'the metadata of the issuer could not be fetched'
  return noKeys(serverFaultCode(refusal), message, adviceOf('discoveryEndpoint', reason))
}

async function fetched(
  foreignKeys: ForeignKeys,
  asked: {
    readonly accountId: AccountId
    readonly connector: Connector
    readonly url: string
    readonly kid: string | undefined
  },
): Promise<IssuerKeys> {
  const { accountId, connector, url, kid } = asked
  const { algorithms } = connector.configuration
  const owner = { accountId, kind: 'connector', id: String(connector.id), url, algorithms } as const
  const { keys, leftOut, isKnown, fault } = await foreignKeys.find(owner, kid)
  if (fault === undefined || (isKnown && hasKid({ keys, leftOut }, kid))) {
    return { source: 'jwks', keys, leftOut }
  }
  // The kid may be that of a new key: without the new set nobody can tell.
  return unfetched(fault, isKnown)
}

function hasKid(
  set: { readonly [part in 'keys' | 'leftOut']: readonly { readonly kid: string | undefined }[] },
  kid: string | undefined,
): boolean {
  return kid === undefined || [...set.keys, ...set.leftOut].some((key) => key.kid === kid)
}

function unfetched({ refusal, reason }: ForeignFault, isKnown: boolean): NoKeys {
  const code = keySetFaultCode[refusal]
  const what = code === '1038' ? 'the key set cannot be read' : 'the key set could not be fetched'
  const message = isKnown ? `${what}, and the keys known from before lack this kid` : what
  return noKeys(code, message, adviceOf('jwks_uri', reason))
}

function adviceOf(name: string, reason: string): string {
  return `Asking the ${name} of the identity provider: ${reason}.`
}

function noKeys(code: NoKeys['code'], message: string, advice: string): NoKeys {
  return { source: 'none', code, message, advice }
}
