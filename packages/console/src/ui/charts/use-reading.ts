import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { columnAt } from './scale.ts'
import { steppedTo } from './series.ts'

/** Which point in time is read: by the pointer, a finger, or the keys. */
export function useReading(count: number) {
  const [at, setAt] = useState<number>()
  return {
    /** Never beyond what there is, though it may have become less. */
    at: at === undefined || count === 0 ? undefined : Math.min(at, count - 1),
    handlers: {
      onPointerMove: (event: PointerEvent<HTMLElement>) => setAt(pointedAt(event, count)),
      onPointerDown: (event: PointerEvent<HTMLElement>) => setAt(pointedAt(event, count)),
      onPointerLeave: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === 'mouse') setAt(undefined)
      },
      onFocus: () => setAt((before) => before ?? count - 1),
      onBlur: () => setAt(undefined),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.key === 'Escape') setAt(undefined)
        const next = steppedTo(event.key, at, count)
        if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        setAt(next)
      },
    },
  }
}

function pointedAt(event: PointerEvent<HTMLElement>, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return columnAt(event.clientX - left, width, count)
}
