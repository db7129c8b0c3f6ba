import type { AddressRange, Setting } from './fields.ts'

/** Ranges of addresses with one more, if it is not among them; a line that was not filled in yet is filled. */
export function withAddress(before: Setting | undefined, address: string): Setting {
  const { value = [] } = before ?? {}
  const ranges = Array.isArray(value) ? (value as readonly AddressRange[]) : []
  const isThere = ranges.some(({ range }) => range === address)
  const empty = ranges.findIndex(({ range }) => range === '')
  const added = { range: address, description: '' }
  const filled = ranges.map((one, at) => (at === empty ? { ...one, range: address } : one))
  const next = empty === -1 ? [...ranges, added] : filled
  return { isDefault: false, value: isThere ? ranges : next }
}
