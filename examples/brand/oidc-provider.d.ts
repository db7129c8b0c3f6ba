/** npm `oidc-provider` has no types of its own: the little that is used here. */
declare module 'oidc-provider' {
  type Fields = Readonly<Record<string, unknown>>
  type Request = import('node:http').IncomingMessage
  type Response = import('node:http').ServerResponse

  /** The part of Koa's context, and of what the provider adds to it, that is used. */
  export type Context = {
    body: unknown
    type: string
    readonly oidc:
      | {
          readonly route: string
          readonly provider: Provider
          readonly client: { readonly clientId: string } | undefined
          readonly session: { accountId?: string; grantIdFor(clientId: string): string | undefined }
          readonly requestParamOIDCScopes: ReadonlySet<string>
        }
      | undefined
    readonly response: { get(name: string): string; set(name: string, value: string): void }
  }

  export type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>

  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }

  export class Provider {
    constructor(issuer: string, configuration: Fields)
    readonly issuer: string
    readonly Grant: { new (fields: Fields): Grant; find(id: string): Promise<Grant | undefined> }
    readonly Session: { get(context: object): Promise<{ readonly accountId?: string }> }
    callback(): import('node:http').RequestListener
    createContext(request: Request, response: Response): object
    interactionDetails(request: Request, response: Response): Promise<{ readonly uid: string }>
    interactionFinished(request: Request, response: Response, result: Fields): Promise<void>
    on(event: string, listener: (...given: readonly unknown[]) => void): this
    use(middleware: Middleware): this
  }

  type Prompts = { get(name: string): object; remove(name: string): void }
  export const interactionPolicy: { base(): Prompts }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** Makes adapters over one store. It forgets the oldest after a thousand entries. */
  export function createMemoryAdapter(): (model: string) => object
}
