import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Comparison } from './paired-ratio.ts'

/** A Markdown table. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Both sides of a comparison, and the ratios. Name what is divided by what. */
export function comparisonTable(names: { a: string; b: string }, compared: Comparison): string {
  const row = (
    name: string,
    { perSecond, p50Ms, p99Ms, cpuMicrosecondsPerRequest }: Comparison['a'],
  ) => [
    name,
    Math.round(perSecond),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    cpuMicrosecondsPerRequest.toFixed(1),
  ]
  const { throughputRatio, p99Ratio, cpuRatio, rounds } = compared
  return table(
    ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request'],
    [
      row(names.a, compared.a),
      row(names.b, compared.b),
      [
        `${names.a} / ${names.b}, median of ${rounds} paired rounds`,
        throughputRatio.toFixed(2),
        '',
        p99Ratio.toFixed(2),
        cpuRatio.toFixed(2),
      ],
    ],
  )
}

/** Replaces the section of that heading in the file, or adds it at the end. */
export function writeSection(file: string, heading: string, body: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Results\n'
  const section = `## ${heading}\n\n${body.trim()}\n`
  const parts = text.split(/^(?=## )/m)
  const at = parts.findIndex((part) => part.split('\n')[0] === `## ${heading}`)
  const next = at === -1 ? [...parts, section] : parts.with(at, section)
  writeFileSync(file, `${next.map((part) => part.trim()).join('\n\n')}\n`)
}
