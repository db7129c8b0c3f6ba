/** An element of the page that must be there. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`)
  return found
}

/** An element with text or other elements in it. What comes from elsewhere is text, never markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  content: string | readonly Node[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (typeof content === 'string') element.textContent = content
  else element.append(...content)
  for (const [attribute, value] of Object.entries(attributes))
    element.setAttribute(attribute, value)
  return element
}

/** Runs what a button asks for, one at a time; `tell` is told what goes wrong. */
export function onClick(
  button: HTMLButtonElement,
  run: () => Promise<void>,
  tell: (problem: string) => void,
): void {
  button.addEventListener('click', () => {
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    run()
      .catch((problem: unknown) =>
        tell(problem instanceof Error ? problem.message : String(problem)),
      )
      .finally(() => {
        button.ariaBusy = 'false'
      })
  })
}
