import type { Manifest } from '@watchword/protocol/api/application.ts'

/** Events of the reference (contract 2 section 1.2). An event of any other name can have a webhook too. */
export const knownEvents = [
  'ms.MessagingEventNotification.ContentEvent',
  'ms.MessagingEventNotification.RichContentEvent',
  'ms.MessagingEventNotification.AcceptStatusEvent',
  'ms.MessagingEventNotification.ChatStateEvent',
  'cqm.ExConversationChangeNotification',
] as const

/** One event and where it is sent. */
export type WebhookRow = {
  readonly event: string
  readonly endpoint: string
  /** `''`: none. */
  readonly maxRetries: number | ''
  readonly headers: readonly WebhookHeader[]
}

/** A header, and the value that is typed: pages are not told those that are kept. */
export type WebhookHeader = {
  readonly name: string
  readonly value: string
  /** Whose value the server has: it stays while this is so and nothing is typed. */
  readonly keptOf?: { readonly event: string; readonly name: string }
}

type Capabilities = Manifest['capabilities']
type Rows = { readonly webhooks: readonly WebhookRow[]; readonly retention: number | '' }

/** The webhooks of a manifest, as a form shows them. */
export function webhookRowsOf(capabilities: Capabilities): Rows {
  const { retry, ...events } = record(capabilities?.['webhooks'])
  const seconds = record(retry)['retention_time']
  return {
    webhooks: Object.entries(events).map(([event, hook]) => rowOf(event, record(hook))),
    retention: typeof seconds === 'number' ? seconds : '',
  }
}

function rowOf(event: string, hook: Readonly<Record<string, unknown>>): WebhookRow {
  const { endpoint, max_retries: retries, headers } = hook
  return {
    event,
    endpoint: typeof endpoint === 'string' ? endpoint : '',
    maxRetries: typeof retries === 'number' ? retries : '',
    headers: (Array.isArray(headers) ? headers : []).map((header) => {
      const { header_name: named, header_value: value } = record(header)
      const name = `${named ?? ''}`
      if (value === undefined && name !== '') return { name, value: '', keptOf: { event, name } }
      return { name, value: `${value ?? ''}` }
    }),
  }
}

/** The capabilities that the rows mean; what they do not show stays as it was. */
export function webhooksOf({ webhooks, retention }: Rows, before: Capabilities): Capabilities {
  const { webhooks: old, ...others } = record(before)
  const { retry, ...hooks } = record(old)
  const events = webhooks.map(({ event, endpoint, maxRetries, headers }) => {
    const { max_retries: _, headers: __, ...kept } = record(hooks[event])
    return [
      event.trim(),
      {
        ...kept,
        endpoint: endpoint.trim(),
        ...(maxRetries === '' ? {} : { max_retries: maxRetries }),
        ...(headers.length === 0
          ? {}
          : {
              headers: headers.map((header) => ({
                header_name: header.name,
                ...(isKept(header, event) ? {} : { header_value: header.value }),
              })),
            }),
      },
    ] as const
  })
  const { retention_time: ___, ...keptRetry } = record(retry)
  const newRetry = retention === '' ? keptRetry : { ...keptRetry, retention_time: retention }
  const all = {
    ...Object.fromEntries(events),
    ...(Object.keys(newRetry).length === 0 ? {} : { retry: newRetry }),
  }
  const capabilities = Object.keys(all).length === 0 ? others : { ...others, webhooks: all }
  return Object.keys(capabilities).length === 0 && before === undefined ? undefined : capabilities
}

/** Whether the server's value stays: nothing is typed, and it is still the header that it was. */
export function isKept({ name, value, keptOf }: WebhookHeader, event: string): boolean {
  if (keptOf === undefined || value !== '') return false
  return keptOf.event === event.trim() && keptOf.name.toLowerCase() === name.toLowerCase()
}

export type WebhookFault = 'event' | 'endpoint' | 'header' | 'value'

/** What is wrong with a row, as far as a page can see. */
export function webhookFaultOf({ event, endpoint, headers }: WebhookRow): WebhookFault | undefined {
  if (event.trim() === '' || event.trim() === 'retry') return 'event'
  const isAddress = /^https:\/\/[^/?#\\]/.test(endpoint.trim()) && URL.canParse(endpoint.trim())
  if (!isAddress || endpoint.includes('#')) return 'endpoint'
  if (headers.some(({ name }) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name))) return 'header'
  const isLost = (header: WebhookHeader) =>
    header.keptOf !== undefined && header.value === '' && !isKept(header, event)
  return headers.some(isLost) ? 'value' : undefined
}

/** Short for people: the event without its family. */
export function eventName(event: string): string {
  return event.slice(event.lastIndexOf('.') + 1)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}
