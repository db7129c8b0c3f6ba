import { common } from '#messages/common.ts'
import { ago } from './ago.ts'

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A moment as people say it ("3 hours ago"), with the exact one beside it. */
export function Moment({ at }: { readonly at: string | number | null | undefined }) {
  if (at === null || at === undefined) return <span>{common.never}</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{`${at}`}</span>
  return (
    <time dateTime={date.toISOString()} title={absolute.format(date)}>
      {ago(date.getTime(), Date.now())}
    </time>
  )
}
