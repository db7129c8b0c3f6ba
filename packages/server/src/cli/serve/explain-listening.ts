import type { HttpApp } from '#http/app.ts'
import { CommandError } from '../command.ts'

/** Begins to listen, or says in words why that cannot be. */
export async function explainListening(
  app: HttpApp,
  host: string,
  port: number,
  variable: string,
): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = reasons[code]?.(host, port, variable)
    throw reason === undefined ? error : new CommandError(reason)
  }
}

const reasons: Readonly<Record<string, (host: string, port: number, variable: string) => string>> =
  {
    EADDRINUSE: (host, port, variable) =>
      `port ${port} of ${host} is in use. Stop what listens there, or set ${variable} to another port.`,
    EACCES: (host, port, variable) =>
      `port ${port} of ${host} may not be used by this user. Set ${variable} to one above 1023.`,
    EADDRNOTAVAIL: noAddress,
    ENOTFOUND: noAddress,
  }

function noAddress(host: string): string {
  return `${host} is no address of this machine. Set WATCHWORD_HOST to one that is.`
}
