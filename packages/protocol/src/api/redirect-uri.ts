import { type Reader, refuse, text } from './input-reader.ts'

/** An https address that our server calls. A password in it would end up in logs. */
export function serverAddress(max: number): Reader<string> {
  const bounded = text({ min: 1, max })
  return {
    schema: { ...bounded.schema, pattern: '^https://' },
    read: (value, path, context) => {
      const address = bounded.read(value, path, context)
      if (address === undefined) return undefined
      if (!/^https:\/\/[^/?#\\]/.test(address) || !URL.canParse(address)) {
        return refuse(context, path, 'must be a valid address that begins with https://')
      }
      if (address.includes('#')) return refuse(context, path, 'must have no fragment')
      const { username, password } = new URL(address)
      return username === '' && password === ''
        ? address
        : refuse(context, path, 'must have no user name or password; send a header instead')
    },
  }
}
