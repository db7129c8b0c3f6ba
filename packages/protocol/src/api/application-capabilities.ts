import { Type } from 'typebox'
import { type Reader, refuse, text } from './input-reader.ts'
import { listOf } from './list-of.ts'
import { type OpenObject, openObject } from './open-object.ts'
import { serverAddress } from './redirect-uri.ts'
import { truth, wholeNumber } from './strict-input.ts'

/** `capabilities` of a manifest, contract 2 section 1.2: webhooks, engagement, broadcast. */

/** A field name of RFC 9110 section 5.1. */
const headerName = text({
  min: 1,
  max: 256,
  form: { pattern: /^[\w!#$%&'*+.^`|~-]+$/, reason: 'must be the name of an HTTP header' },
})

const headerValue: Reader<string> = {
  ...text({ max: 4096 }),
  schema: Type.String({
    maxLength: 4096,
    description: 'Often a secret: told where `client_secret` is. Left out by a change, it stays.',
  }),
}
const headerFields = { header_name: headerName, header_value: headerValue }

/** The value is required; what a change leaves out is there again by the time that it is read. */
const header: Reader<OpenObject> = {
  ...openObject(headerFields, { required: ['header_name'] }),
  read: openObject(headerFields, { required: ['header_name', 'header_value'] }).read,
}

const webhook = openObject(
  {
    endpoint: serverAddress(2048),
    max_retries: wholeNumber(0, 5),
    headers: listOf(header, { max: 50 }),
  },
  { required: ['endpoint'] },
)

/** What the table of manifest fields misprints; every example and client has the right name. */
const misprint = 'ms.MessagingEventNotification.ExConversationChangeNotification'
const misprinted: Reader<never> = {
  schema: Type.Never(),
  read: (_value, path, context) =>
    refuse(context, path, 'is a misprint: the event is cqm.ExConversationChangeNotification'),
}

/** Events of the reference, contract 2 section 1.2. An event of any other name has a webhook too. */
const events = [
  'ms.MessagingEventNotification.ContentEvent',
  'ms.MessagingEventNotification.RichContentEvent',
  'ms.MessagingEventNotification.AcceptStatusEvent',
  'ms.MessagingEventNotification.ChatStateEvent',
  'cqm.ExConversationChangeNotification',
]

const webhooks = openObject(
  {
    retry: openObject({ retention_time: wholeNumber(2, 259_200) }),
    ...Object.fromEntries(events.map((event) => [event, webhook])),
  },
  {
    others: (name) => (name === misprint ? misprinted : webhook),
    description: 'By event: where it is sent. `retry.retention_time`: seconds to keep trying.',
  },
)

const choice = text({ min: 1, max: 100 })
const identity: Reader<string> = {
  schema: Type.Unsafe<string>({ type: 'string', enum: ['auth', 'unauth'] }),
  read: (value, path, context) =>
    value === 'auth' || value === 'unauth'
      ? value
      : refuse(context, path, 'must be auth or unauth'),
}

const engagementFields = {
  design_engagement: truth,
  design_window: truth,
  language_selection: truth,
  entry_point: listOf(choice, { min: 1, max: 10, unique: true }),
  visitor_behavior: listOf(choice, { max: 10, unique: true }),
  target_audience: listOf(choice, { max: 20, unique: true }),
  goal: listOf(choice, { max: 10, unique: true }),
  consumer_identity: listOf(identity, { min: 1, max: 5, unique: true }),
}

const engagement = openObject(engagementFields, { required: Object.keys(engagementFields) })

/** What an application can do beside asking for tokens. Unknown ones are kept. */
export const capabilities = openObject({
  webhooks,
  engagement,
  broadcast: openObject({ enabled: truth }),
})
