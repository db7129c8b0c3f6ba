/** Names are unique without regard to case, and to how their accents are composed. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
