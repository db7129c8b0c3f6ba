/** The picture that the hosted pages of an account show. */
export type Logo = {
  readonly mediaType: string
  readonly bytes: Buffer
  /** Of these bytes: another picture has another. */
  readonly version: string
  readonly updatedAt: number
}
