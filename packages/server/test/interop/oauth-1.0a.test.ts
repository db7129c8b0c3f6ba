import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { type Job, type Keys, testSigner } from './interop.ts'

testSigner({
  name: 'npm oauth-1.0a',
  signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'],
  cannot: {
    'GET with a space as +': 'it signs a + of the query as a plus, not as a space',
    'GET with encoded names': 'it does not decode the names of a query before it encodes them',
  },
  send: async (job, keys) => {
    let baseString: string | undefined
    const oauth = new OAuth({
      consumer: { key: keys.consumerKey, secret: keys.consumerSecret },
      signature_method: job.signatureMethod,
      hash_function: (text, key) => {
        baseString = text
        const hash = job.signatureMethod === 'HMAC-SHA1' ? 'sha1' : 'sha256'
        return createHmac(hash, key).update(text).digest('base64')
      },
    })
    const response = await fetch(job.url, {
      ...requestOf(job),
      headers: headersOf(oauth, job, keys),
    })
    return { status: response.status, text: await response.text(), baseString }
  },
})

function headersOf(oauth: OAuth, job: Job, keys: Keys): Record<string, string> {
  const { method, url, json, form } = job
  const data = form && { data: recordOf(form) }
  const token = { key: keys.token, secret: keys.tokenSecret }
  const header = oauth.toHeader(oauth.authorize({ method, url, ...data }, token))
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  return { ...header, ...type }
}

function requestOf({ method, json, form }: Job): RequestInit {
  if (json !== undefined) return { method, body: json }
  return form === undefined
    ? { method }
    : { method, body: new URLSearchParams(form.map(([name, value]) => [name, value])) }
}

/** Repeats become an array, as the library wants them. */
function recordOf(form: NonNullable<Job['form']>): Record<string, string | string[]> {
  const grouped = Map.groupBy(form, ([name]) => name)
  return Object.fromEntries(
    [...grouped].map(([name, pairs]) => {
      const values = pairs.map(([, value]) => value)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}
