import { type dataCallback, OAuth } from 'oauth'
import { type Job, type Keys, testSigner } from './interop.ts'

testSigner({
  name: 'npm oauth',
  signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'],
  cannot: {
    'GET with repeated parameters': 'it signs repeated query parameters as name[0], name[1]',
  },
  send: (job, keys) =>
    new Promise((resolve, reject) => {
      const { consumerKey, consumerSecret } = keys
      const client = new OAuth(
        '',
        '',
        consumerKey,
        consumerSecret,
        '1.0',
        null,
        job.signatureMethod,
      )
      send(client, job, keys, (error, data, response) => {
        const status = response?.statusCode ?? error?.statusCode
        if (status === undefined) reject(error ?? new Error('There is no status.'))
        else resolve({ status, text: String(data ?? error?.data ?? '') })
      })
    }),
})

function send(client: OAuth, job: Job, { token, tokenSecret }: Keys, done: dataCallback): void {
  const { method, url, json, form } = job
  const body = json ?? (form && recordOf(form))
  const type = json === undefined ? undefined : 'application/json'
  if (method === 'GET') client.get(url, token, tokenSecret, done)
  else if (method === 'DELETE') client.delete(url, token, tokenSecret, done)
  else if (method === 'POST') client.post(url, token, tokenSecret, body, type, done)
  else client.put(url, token, tokenSecret, body, type, done)
}

function recordOf(form: NonNullable<Job['form']>): Record<string, unknown> {
  const grouped = Map.groupBy(form, ([name]) => name)
  return Object.fromEntries(
    [...grouped].map(([name, pairs]) => {
      const values = pairs.map(([, value]) => value)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
