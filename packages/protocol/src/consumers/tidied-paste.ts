/** A pasted token without what usually comes along, and what that was. */
export type TidiedPaste = { readonly text: string; readonly remarks: readonly string[] }

/**
 * Takes off what is around a token when somebody pastes it. The remarks say so, because a client that sends it like
 * that is refused.
 */
export function tidiedPaste(pasted: string): TidiedPaste {
  const remarks: string[] = []
  let text = pasted
  for (const { pattern, replacement, remark } of around) {
    const next = text.replace(pattern, replacement)
    if (next !== text && remark !== undefined) remarks.push(remark)
    text = next
  }
  return { text, remarks }
}

type Around = {
  readonly pattern: RegExp
  readonly replacement: string
  /** `undefined`: pasting alone brings it along. */
  readonly remark?: string
}

const around: readonly Around[] = [
  { pattern: /^\uFEFF/, replacement: '' },
  { pattern: /^\s+|\s+$/g, replacement: '' },
  {
    pattern: /^(?:Authorization:\s*)?Bearer\s+/i,
    replacement: '',
    remark: 'It was pasted with "Bearer" in front, and judged without: send the token alone.',
  },
  {
    pattern: /^(["'`])([^"'`]*)\1$/,
    replacement: '$2',
    remark: 'It was pasted in quotes, and judged without: send the token alone.',
  },
]
