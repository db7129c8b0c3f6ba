import type { AuditCheckpoint } from '@watchword/protocol/api/audit.ts'

/** A checkpoint as it is kept: `number:hash`, as the command line prints it too. */
export function checkpointText({ sequence, hash }: AuditCheckpoint): string {
  return `${sequence}:${hash}`
}

/** Reads one that was kept; `undefined`: it is none. */
export function parseCheckpoint(text: string): AuditCheckpoint | undefined {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  const sequence = Number(number)
  return hash === undefined || sequence < 1 ? undefined : { sequence, hash }
}
