import { Type } from 'typebox'
import { type Reader, refuse } from './input-reader.ts'

const configDate = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Years that `formatConfigDate` writes, and that are dates of somebody's campaign. */
const earliest = Date.UTC(1970, 0)
const latest = Date.UTC(9999, 0)

/**
 * A date as the configuration APIs write it (contract 1 section 4.3: `yyyy-MM-dd HH:mm:ss`, in UTC), or an instant of RFC 3339
 * section 5.6, as milliseconds since 1970 in whole seconds.
 */
export const readConfigDate: Reader<number> = {
  schema: Type.String({
    maxLength: 40,
    description: 'yyyy-MM-dd HH:mm:ss in UTC, or an instant such as 2026-03-01T08:00:00+01:00',
  }),
  read: (value, path, context) => {
    const milliseconds = typeof value === 'string' && value.length <= 40 ? timeOf(value) : undefined
    return (
      milliseconds ??
      refuse(context, path, 'must be yyyy-MM-dd HH:mm:ss in UTC, or an instant with its time zone')
    )
  },
}

function timeOf(text: string): number | undefined {
  const [, day, time] = configDate.exec(text) ?? []
  if (day === undefined && !instant.test(text)) return undefined
  const milliseconds = Date.parse(day === undefined ? text : `${day}T${time}Z`)
  if (!(milliseconds >= earliest && milliseconds < latest)) return undefined
  // Date.parse turns 30 February into 1 March.
  const [written] = /^\d{4}-\d\d-(\d\d)/.exec(text)?.slice(1) ?? []
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0))
  if (Number(written) > lastDay.getUTCDate()) return undefined
  return Math.trunc(milliseconds / 1000) * 1000
}
