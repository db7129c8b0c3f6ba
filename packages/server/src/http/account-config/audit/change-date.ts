import { localTime } from '#lib/time-zone.ts'

/** `changeDate` of the audit query: `yyyy-MM-dd HH:mm:ss.S`, such as `2019-11-12 06:10:46.0` (contract 1 §6.1). */
export function formatChangeDate(at: number, timeZone: string): string {
  const [date, time] = shown(at, timeZone)
  return `${date} ${time}.${Math.floor((at % 1000) / 100)}`
}

/** `Date and time` of the export: `2017-12-05T11:47:06` (contract 1 §6.2). */
export function formatExportDate(at: number, timeZone: string): string {
  return shown(at, timeZone).join('T')
}

function shown(at: number, timeZone: string): readonly [date: string, time: string] {
  const { year, month, day, hour, minute, second } = localTime(at, timeZone)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return [
    `${`${year}`.padStart(4, '0')}-${two(month)}-${two(day)}`,
    `${two(hour)}:${two(minute)}:${two(second)}`,
  ]
}
