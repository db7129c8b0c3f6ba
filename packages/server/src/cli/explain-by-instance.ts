import type { ExplainTokenInput } from '@watchword/protocol/api/consumer-debugger.ts'
import { findAccount } from '#domain/accounts/find-account.ts'
import { createIdentityProviders } from '#domain/connectors/identity-providers.ts'
import { createKnownConnectors } from '#domain/connectors/known-connectors.ts'
import { createConsumerNames } from '#domain/consumers/consumer-names.ts'
import { type ExplainTokenPorts, explainToken } from '#domain/consumers/explain-token.ts'
import { listRefusedHandshakes } from '#domain/consumers/handshake-reports.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'
import type { TokenExplanation } from '#domain/consumers/token-explanation.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { createSigningKeys } from '#domain/signing-keys/create-signing-keys.ts'
import { wireHandshake } from '#http/watchword/wire-explanation.ts'
import { createGuardedCall } from '#outbound/guarded-call.ts'
import { CommandError, exitCodes } from './command.ts'
import { accountIdArgument, type CommandContext, withContext } from './command-context.ts'
import { columns, print } from './print.ts'

export type AskedOfInstance = {
  readonly account: string
  readonly connector?: string
  readonly handshake?: string
  readonly request?: string
  readonly json?: boolean
  /** Empty: none was given. */
  readonly readToken: () => Promise<string>
}

/**
 * Explains by what the configured instance knows, as its server would. Without anything to explain it lists what was
 * refused, and answers nothing.
 */
export async function explainByInstance(
  asked: AskedOfInstance,
): Promise<TokenExplanation | undefined> {
  const accountId = accountIdArgument(asked.account)
  const input = await inputOf(asked)
  return withContext(async (context) => {
    await findAccount(context, accountId)
    const ports = portsOf(context)
    if (input !== undefined) return explainToken(ports, accountId, input)
    const handshakes = await listRefusedHandshakes(ports, accountId, undefined)
    print(asked, { handshakes: handshakes.map(wireHandshake) }, () =>
      describeHandshakes(handshakes),
    )
    return undefined
  })
}

async function inputOf({
  connector,
  handshake,
  request,
  readToken,
}: AskedOfInstance): Promise<ExplainTokenInput | undefined> {
  if (handshake !== undefined) return { kind: 'handshake', handshakeId: handshake }
  if (request !== undefined) return { kind: 'request', requestId: request }
  const connectorId = connector === undefined ? undefined : connectorIdArgument(connector)
  const token = await readToken()
  if (token.trim() !== '' || connectorId !== undefined) return { kind: 'token', token, connectorId }
  return undefined
}

function connectorIdArgument(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CommandError(`"${text}" is no id of a connector.`, exitCodes.usage)
}

function portsOf(context: CommandContext): ExplainTokenPorts {
  const { storage, dataKeys, clock, config } = context
  const onFault = (fault: unknown) => {
    throw fault
  }
  return {
    ...{ storage, dataKeys, clock, publicOrigin: config.publicOrigin },
    connectors: createKnownConnectors({ storage, dataKeys }),
    identityProviders: createIdentityProviders({
      ask: createGuardedCall({ allow: config.outboundAllow }),
      clock,
    }),
    names: createConsumerNames({ dataKeys }),
    signingKeys: createSigningKeys({
      ...{ storage, dataKeys, clock, onFault, onChange: () => {} },
      instanceKeys: createInstanceKeys(context),
      rotationMs: config.signingKeyDays * 86_400_000,
    }),
    // What the server gathered is its own to write.
    handshakes: { flush: async () => {} },
  }
}

function describeHandshakes(handshakes: readonly RefusedHandshake[]): string {
  if (handshakes.length === 0) return 'No consumer was refused in the last day.'
  const rows = handshakes.map(({ id, at, connectorId, code, rule, reason }) => [
    id,
    new Date(at).toISOString(),
    connectorId === undefined ? '-' : String(connectorId),
    code,
    rule ?? '-',
    reason ?? '-',
  ])
  return columns([['handshake', 'time', 'connector', 'code', 'rule', 'reason'], ...rows])
}
