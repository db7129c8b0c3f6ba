import { CommandError, exitCodes } from './command.ts'

/**
 * A password from the standard input, without the end of its line. Never from an argument, which every
 * user of the machine can see.
 */
export async function readPassword(): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > 8192) throw new CommandError('The password is too long.', exitCodes.usage)
    chunks.push(bytes)
  }
  const password = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (password !== '') return password
  throw new CommandError('The standard input held no password.', exitCodes.usage)
}
