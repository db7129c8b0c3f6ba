import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { median } from './harness/paired-ratio.ts'

/** From the start of the process to its first answer, and what it holds when nothing is asked of it. */
export type StartTime = {
  readonly firstMs: number
  readonly laterMs: number
  readonly restingMegabytes: number
}

const command = path.join(import.meta.dirname, '../packages/server/bin/watchword.js')

/** `watchword serve --demo` on SQLite in a new data directory, then again five times. */
export async function startTime(): Promise<StartTime> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-start-'))
  try {
    const first = await startOnce(folder)
    const later = []
    for (let run = 0; run < 5; run += 1) later.push(await startOnce(folder))
    return {
      firstMs: first.milliseconds,
      laterMs: median(later.map(({ milliseconds }) => milliseconds)),
      restingMegabytes: median(later.map(({ megabytes }) => megabytes)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startOnce(folder: string): Promise<{ milliseconds: number; megabytes: number }> {
  const port = 18_471
  const started = performance.now()
  const child = spawn(process.execPath, [command, 'serve', '--demo'], {
    stdio: 'ignore',
    env: { ...process.env, WATCHWORD_DATA_DIR: folder, WATCHWORD_PORT: String(port) },
  })
  const url = `http://127.0.0.1:${port}/api/account/12345678/service/agentVep/baseURI.json`
  let milliseconds = 0
  while (milliseconds === 0) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (answered) milliseconds = performance.now() - started
    else await pause(5)
  }
  await pause(3000)
  const megabytes = residentMegabytes(child.pid ?? 0)
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  return { milliseconds, megabytes }
}

function residentMegabytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return (pages * 4096) / 1e6
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
