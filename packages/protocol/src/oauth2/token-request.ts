import { OAuth2Error } from './errors.ts'
import type { Parameters } from './parameters.ts'

/** A token request (RFC 6749 sections 4.1.3, 4.4.2 and 6), without who sends it. */
export type TokenRequest =
  | {
      readonly grantType: 'authorization_code'
      readonly code: string
      readonly redirectUri: string | undefined
      readonly codeVerifier: string | undefined
    }
  | {
      readonly grantType: 'refresh_token'
      readonly refreshToken: string
      readonly scope: string | undefined
    }
  | { readonly grantType: 'client_credentials'; readonly scope: string | undefined }

/** Codes and tokens of ours are shorter: what is longer is not looked up. */
const longestCredential = 1024

/** Reads a token request; a grant type that we do not know is `unsupported_grant_type`. */
export function readTokenRequest(parameters: Parameters): TokenRequest {
  const grantType = required(parameters, 'grant_type')
  switch (grantType) {
    case 'authorization_code':
      return {
        grantType,
        code: credential(parameters, 'code'),
        redirectUri: parameters.get('redirect_uri'),
        codeVerifier: parameters.get('code_verifier'),
      }
    case 'refresh_token':
      return {
        grantType,
        refreshToken: credential(parameters, 'refresh_token'),
        scope: parameters.get('scope'),
      }
    case 'client_credentials':
      return { grantType, scope: parameters.get('scope') }
    default:
      throw new OAuth2Error(
        'unsupported_grant_type',
        'grant_type is authorization_code, refresh_token or client_credentials.',
      )
  }
}

/** A parameter that must be there. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (value !== undefined) return value
  throw new OAuth2Error('invalid_request', `The parameter ${name} is missing.`)
}

function credential(parameters: Parameters, name: string): string {
  const value = required(parameters, name)
  if (value.length <= longestCredential) return value
  throw new OAuth2Error('invalid_grant', `${name} is not one of ours.`)
}
