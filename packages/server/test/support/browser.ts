import type { TestServer } from './test-server.ts'

/** An answer as a browser that does not follow redirects sees it. */
export type PageAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where it redirects to; relative ones stay relative. */
  readonly location: string | undefined
}

/** A browser without a window: it keeps cookies, says where it comes from, and follows what it is told to. */
export type PageBrowser = ReturnType<typeof createPageBrowser>

export function createPageBrowser(
  { origin }: Pick<TestServer, 'origin'>,
  standing: Readonly<Record<string, string>> = {},
) {
  const cookies = new Map<string, string>()

  async function send(
    method: 'GET' | 'POST',
    url: string,
    options: {
      readonly form?: Readonly<Record<string, string>> | string
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ): Promise<PageAnswer> {
    const { form, headers } = options
    const response = await fetch(new URL(url, origin), {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'user-agent': 'test browser',
        ...standing,
        ...(cookies.size === 0 ? {} : { cookie: cookieHeader() }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(form === undefined
        ? {}
        : { body: typeof form === 'string' ? form : new URLSearchParams(form).toString() }),
    })
    for (const line of response.headers.getSetCookie()) keep(line)
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location') ?? undefined,
    }
  }

  function cookieHeader(): string {
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const mark = pair.indexOf('=')
    const name = pair.slice(0, mark)
    const isGone = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))
    if (isGone) cookies.delete(name)
    else cookies.set(name, pair.slice(mark + 1))
  }

  return {
    cookies,
    get: (url: string, headers?: Readonly<Record<string, string>>) =>
      send('GET', url, headers === undefined ? {} : { headers }),
    /** Sends a form as a page of ours does. */
    post: (
      url: string,
      form: Readonly<Record<string, string>> | string,
      headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
    ) => send('POST', url, { form, headers }),
    /** Follows redirects within the server; answers the first page, or the first way out. */
    async follow(url: string): Promise<PageAnswer & { readonly url: string }> {
      let at = url
      for (let hops = 0; hops < 10; hops += 1) {
        const answer = await send('GET', at)
        const { location } = answer
        if (location === undefined || !location.startsWith('/')) return { ...answer, url: at }
        at = location
      }
      throw new Error('It never ends.')
    },
  }
}

/** The hidden field that our pages carry. */
export function flowOf({ text }: Pick<PageAnswer, 'text'>): string {
  const flow = /name="flow" value="([^"]+)"/.exec(text)?.[1]
  if (flow === undefined) throw new Error(`There is no form: ${text.slice(0, 400)}`)
  return flow
}
