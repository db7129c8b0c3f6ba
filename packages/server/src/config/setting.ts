/** What became of a setting's text: its value, or what is wrong with it and what to do. */
export type Parsed<Value> =
  | { readonly value: Value }
  | { readonly problem: string; readonly advice: string }

/** One environment variable: how it is explained to a person, and how its text is read. */
export type Setting<Value> = {
  readonly name: `WATCHWORD_${string}`
  /** What it does, in plain words. */
  readonly summary: string
  /** What may be written, in a few words. */
  readonly shape: string
  /** The text that is read when the variable is not set. */
  readonly defaultText?: string
  /** What happens when the variable is not set and there is no `defaultText`. */
  readonly otherwise?: string
  readonly example: string
  /** A secret's text is in no fault, and only a part that is safe is ever printed. */
  readonly secret: boolean
  /** More that an operator should know. */
  readonly notes?: string
  /** Must not put a secret's text into `problem` or `advice`. */
  readonly parse: (text: string) => Parsed<Value>
}

/** A value that was read. */
export function read<Value>(value: Value): Parsed<Value> {
  return { value }
}

/** A text that cannot be read: `problem` continues "WATCHWORD_X …", `advice` says what to do. */
export function fault(problem: string, advice: string): Parsed<never> {
  return { problem, advice }
}

/** The text as a fault quotes it: in one line, and never long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

/** Reads a comma-separated list, or the first fault in it. */
export function parseList<Value>(
  text: string,
  parseItem: (item: string) => Parsed<Value>,
): Parsed<readonly Value[]> {
  const values: Value[] = []
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') return fault('has an empty entry', 'Separate entries by single commas.')
    const parsed = parseItem(item)
    if (!('value' in parsed)) return parsed
    values.push(parsed.value)
  }
  return read(values)
}
