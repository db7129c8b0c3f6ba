import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import { readTokenRequest } from '@watchword/protocol/oauth2/token-request.ts'
import type { IssuedTokens } from '@watchword/protocol/oauth2/token-response.ts'
import { authenticateClient, type ClientCall } from './authenticate-client.ts'
import { issueAppToken } from './issue-app-token.ts'
import { redeemCode } from './redeem-code.ts'
import { refreshGrant } from './refresh-grant.ts'
import type { TokenPorts } from './token-ports.ts'

/**
 * Answers a token request (RFC 6749 section 3.2): who asks, for which kind of grant, and what they are given. A request
 * that is not well-formed is refused before a credential is looked at.
 */
export async function answerTokenRequest(
  ports: TokenPorts,
  call: ClientCall,
  parameters: Parameters,
): Promise<IssuedTokens> {
  const request = readTokenRequest(parameters)
  const caller = await authenticateClient(ports, call)
  switch (request.grantType) {
    case 'authorization_code':
      return redeemCode(ports, caller, request)
    case 'refresh_token': {
      // Sentinel knows no scope parameter: what is sent there all the same is passed over.
      const scope = call.face === 'sentinel' ? undefined : request.scope
      return refreshGrant(ports, caller, { ...request, scope })
    }
    case 'client_credentials':
      return issueAppToken(ports, caller, request.scope)
  }
}
