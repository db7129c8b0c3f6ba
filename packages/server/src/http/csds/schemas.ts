import { DomainApiError } from '@watchword/protocol/api/error-envelope.ts'
import { serviceNames } from '@watchword/protocol/api/service-names.ts'
import { type TProperties, Type } from 'typebox'
import { byAnyone } from '#http/openapi/route-docs.ts'

/** Where one service is reached, contract 1 section 1.1 and contract 4, row 2: these members and no other. */
export const ServiceEntry = Type.Object({
  service: Type.String({ examples: ['agentVep'] }),
  account: Type.String({ examples: ['12345678'] }),
  baseURI: Type.String({
    description: 'host or host:port, without a scheme',
    examples: ['auth.example.com'],
  }),
})

/** Where every service is reached, contract 1 section 1.2. */
export const ServiceEntries = Type.Object({ baseURIs: Type.Array(ServiceEntry) })

const accountId = Type.String({
  description: 'The account, 1 to 20 letters, digits or underscores',
  examples: ['12345678'],
})
const service = Type.String({
  description: `The service; case counts. One of ${serviceNames.join(', ')}.`,
  examples: ['agentVep'],
})
const version = Type.Optional(
  Type.String({
    description: 'There is one version: any number, or none, gets it',
    examples: ['1.0'],
  }),
)
const cb = Type.String({ description: 'The function to call', examples: ['lpCb'] })

const refusals = {
  400: Type.Unsafe({ ...DomainApiError, description: 'A parameter is not valid' }),
  401: Type.Unsafe({
    ...DomainApiError,
    description: 'There is no such account: `internalCode` 6',
  }),
}
const unknownService = {
  404: Type.Unsafe({
    ...DomainApiError,
    description: 'No such service: `internalCode` 15. The message names those there are',
  }),
}

/** How many of the account's services, and in what form, an operation answers. */
export type DirectoryForm = {
  readonly scope: 'one' | 'all'
  readonly form: 'json' | 'script'
  /** Another spelling of the path, or one for old clients: it works, and is not documented. */
  readonly hide: boolean
}

/** What an operation of the directory takes and answers. */
export function directorySchema({ scope, form, hide }: DirectoryForm) {
  const one = scope === 'one'
  const query: TProperties = form === 'json' ? { version } : { version, cb }
  const script = Type.String({ description: 'A script that calls the function with the object' })
  const answer = one ? ServiceEntry : ServiceEntries
  return {
    tags: ['Directory' as const],
    summary: `Where ${one ? 'one service' : 'every service'} is reached${form === 'json' ? '' : ', as a script'}`,
    description: descriptionOf(form),
    security: byAnyone,
    hide,
    params: Type.Object(one ? { accountId, service } : { accountId }),
    querystring: Type.Object(query),
    ...(form === 'script' ? { produces: ['text/javascript'] } : {}),
    response: {
      200: form === 'json' ? answer : script,
      ...refusals,
      ...(one ? unknownService : {}),
    },
  }
}

function descriptionOf(form: DirectoryForm['form']): string {
  return form === 'json'
    ? 'Public; may be cached for 5 minutes, and asked for again with `If-None-Match`. The suffix ' +
        '`.json` may be left out, and `/csdr/account/…` is the same.'
    : 'For pages in browsers without CORS. A request with a `Service-Worker` header is refused.'
}
