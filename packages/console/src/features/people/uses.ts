/** What refers to an object, in one way; users are asked for apart (`members.tsx`). */
export type Use = { readonly label: string; readonly names: readonly Named[] }
export type Named = { readonly name: string; readonly to: string | undefined }
