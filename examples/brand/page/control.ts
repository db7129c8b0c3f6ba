import type { Refused } from './come-in.ts'
import { find, make, onClick } from './elements.ts'

/** A switch as the shop's server tells of it. */
type SwitchState = { readonly name: string; readonly isOn: boolean }

/** What the debugger or the doctor found of one thing. */
type Finding = {
  readonly name: string
  readonly verdict: 'good' | 'bad' | 'doubtful' | 'skipped'
  readonly message: string
  readonly value?: string
  readonly advice?: string
}

/** What Watchword's administrator is told, by the debugger or the doctor. */
type Told = {
  readonly summary: string
  readonly advice?: string
  readonly findings: readonly Finding[]
}

/** The switches of the identity provider, and what the debugger and the doctor say of it. */
export function startControl(): { readonly explain: (refused: Refused) => void } {
  const verdict = find('verdict', HTMLElement)
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[data-switch]')]
  const tell = (problem: string) => verdict.replaceChildren(make('p', problem, { class: 'bad' }))
  const flip = async (body: object) => showSwitches(boxes, await post('/switches', body))

  for (const box of boxes) {
    box.addEventListener('change', () => {
      flip({ name: box.dataset['switch'], isOn: box.checked }).catch(() => tell(unreachable))
    })
  }
  const mend = async () => {
    await flip({ mend: true })
    verdict.replaceChildren()
  }
  onClick(find('mend', HTMLButtonElement), mend, tell)
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-doctor]')) {
    const { doctor: flow = '' } = button.dataset
    const look = async () => {
      verdict.replaceChildren(make('p', 'The doctor looks.'))
      const told = await post<Told>('/doctor', { flow })
      show(verdict, `The doctor, of the connector "${flow}"`, told)
      showBeside('doctor', told)
    }
    onClick(button, look, tell)
  }

  return {
    explain: (refused) => {
      post<Told>('/explain', refused).then(
        (told) => {
          show(verdict, 'The debugger, of the last refusal', told)
          showBeside('debugger', told)
        },
        () => tell(unreachable),
      )
    },
  }
}

const unreachable = 'The server of the shop does not answer.'

function showSwitches(boxes: readonly HTMLInputElement[], states: readonly SwitchState[]): void {
  for (const box of boxes) {
    const isOn = states.some(({ name, isOn }) => isOn && name === box.dataset['switch'])
    box.checked = isOn
    const place = box.closest('.switch')
    place?.classList.toggle('on', isOn)
    place?.querySelector('.said')?.replaceChildren()
  }
}

/** What was found, beside the switch that it is of. */
function showBeside(who: 'debugger' | 'doctor', { summary, findings }: Told): void {
  const bad = findings.filter(({ verdict }) => verdict === 'bad')
  const told = who === 'debugger' ? [...bad, { name: '*', message: summary }] : bad
  for (const place of document.querySelectorAll<HTMLElement>('.switch.on')) {
    const names = place.dataset['foundBy']?.split(' ') ?? []
    const found = told.filter(({ name }) => names.includes(name))
    if (found.length === 0) continue
    const said = found.map(({ name, message }) => (name === '*' ? message : `${name}: ${message}`))
    place.querySelector('.said')?.replaceChildren(`The ${who} says: ${said.join('; ')}`)
  }
}

function show(place: HTMLElement, title: string, { summary, advice, findings }: Told): void {
  const bad = findings.filter(({ verdict }) => verdict === 'bad')
  const rest = findings.filter(({ verdict }) => verdict !== 'bad')
  const more = [make('summary', `${rest.length} more`), make('dl', rest.flatMap(describe))]
  place.replaceChildren(
    make('h3', title),
    make('p', summary),
    ...(advice === undefined ? [] : [make('p', advice)]),
    make('dl', bad.flatMap(describe)),
    ...(rest.length === 0 ? [] : [make('details', more)]),
  )
}

const marks = { good: 'holds', bad: 'fails', doubtful: 'is doubtful', skipped: 'was not judged' }

function describe({ name, verdict, message, value, advice }: Finding): readonly Node[] {
  const texts = [value === undefined ? message : `${message}: ${value}`, advice]
  return [
    make('dt', `${name} ${marks[verdict]}`, { class: verdict }),
    ...texts.flatMap((text) => (text === undefined ? [] : [make('dd', text)])),
  ]
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The shop answers ${response.status} to ${path}.`)
  return (await response.json()) as Answer
}
