import { CommandError, exitCodes } from './command.ts'

/** The standard input as text, up to a length. */
export async function readStandardInput(maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > maxBytes) {
      throw new CommandError(`The standard input has more than ${maxBytes} bytes.`, exitCodes.usage)
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
