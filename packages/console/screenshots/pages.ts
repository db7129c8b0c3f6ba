/** The pages that the guide shows. `path` is below `/console/{accountId}`. */
export type ShownPage = {
  /** The picture is `docs/guide/img/<name>-<light|dark|phone>.png`. */
  readonly name: string
  readonly path: string
  /** Selectors of buttons to press first, in order, by their visible name. */
  readonly press?: readonly string[]
}

export const pages: readonly ShownPage[] = [{ name: 'home', path: '' }]
