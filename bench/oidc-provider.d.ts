/** npm `oidc-provider` has no types of its own: the little that is used here. */
declare module 'oidc-provider' {
  type Model = { save(): Promise<string> }
  type Grant = Model & {
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
  }
  type Client = { readonly clientId: string }
  type Fields = Readonly<Record<string, unknown>>
  class Provider {
    constructor(issuer: string, configuration: Fields)
    readonly Client: { find(id: string): Promise<Client | undefined> }
    readonly Grant: new (
      fields: Fields,
    ) => Grant
    readonly AuthorizationCode: new (
      fields: Fields,
    ) => Model
    readonly RefreshToken: new (
      fields: Fields,
    ) => Model
    readonly AccessToken: new (
      fields: Fields,
    ) => Model
    callback(): import('node:http').RequestListener
  }

  // biome-ignore lint/style/noDefaultExport: so does the package
  export { Provider as default }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** Over a store that is read at each use. */
  class MemoryAdapter {
    constructor(model: string)
    get storage(): object
  }

  // biome-ignore lint/style/noDefaultExport: so does the package
  export { MemoryAdapter as default }
}

declare module 'oidc-provider/lib/helpers/lru.js' {
  class LRU {
    constructor(options: { readonly maxSize: number })
  }

  // biome-ignore lint/style/noDefaultExport: so does the package
  export { LRU as default }
}
