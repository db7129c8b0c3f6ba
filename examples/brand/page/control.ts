import type { Refused } from './conversation.ts'
import { find, make } from './elements.ts'

/** A switch as the shop's server tells of it. */
type SwitchState = { readonly name: string; readonly isOn: boolean }

/** What the debugger found of one rule. */
type Finding = {
  readonly rule: string
  readonly verdict: 'pass' | 'fail' | 'skipped'
  readonly message: string
  readonly value?: string
  readonly advice?: string
}

/** What Watchword's administrator is told, by the debugger or the doctor. */
type Told = { readonly findings: readonly Finding[]; readonly problem?: string }

/** The switches of the identity provider, and what the debugger and the doctor say of it. */
export function startControl(): { readonly explain: (refused: Refused) => void } {
  const verdict = find('verdict', HTMLElement)
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[data-switch]')]

  function showSwitches(states: readonly SwitchState[]): void {
    for (const box of boxes) {
      const isOn = states.some(({ name, isOn }) => isOn && name === box.dataset['switch'])
      box.checked = isOn
      box.closest('.switch')?.classList.toggle('on', isOn)
    }
  }

  function show(title: string, { findings, problem }: Told): void {
    const failed = findings.filter(({ verdict }) => verdict === 'fail')
    const rest = findings.filter(({ verdict }) => verdict !== 'fail')
    const summary = failed.length === 0 ? 'It finds no fault.' : `It names ${list(failed)}.`
    verdict.replaceChildren(
      make('h3', title),
      make('p', problem ?? summary),
      make('dl', failed.flatMap(describe), { class: 'failed' }),
      make('details', [
        make('summary', `${rest.length} other rules`),
        make('dl', rest.flatMap(describe)),
      ]),
    )
  }

  for (const box of boxes) {
    box.addEventListener('change', async () => {
      showSwitches(await post('/switches', { name: box.dataset['switch'], isOn: box.checked }))
    })
  }
  find('mend', HTMLButtonElement).addEventListener('click', async () => {
    showSwitches(await post('/switches', { mend: true }))
    verdict.replaceChildren()
  })
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-doctor]')) {
    button.addEventListener('click', async () => {
      verdict.replaceChildren(make('p', 'The doctor looks.'))
      const { doctor: flow = '' } = button.dataset
      show(`The doctor, of the connector "${flow}"`, await post('/doctor', { flow }))
    })
  }

  return {
    explain: async (refused) => {
      show('The debugger, of the last refusal', await post('/explain', refused))
    },
  }
}

function list(findings: readonly Finding[]): string {
  return findings.map(({ rule }) => rule).join(', ')
}

function describe({ rule, verdict, message, value, advice }: Finding): readonly Node[] {
  const texts = [value === undefined ? message : `${message}: ${value}`, advice]
  return [
    make('dt', `${rule}: ${verdict}`, { class: verdict }),
    ...texts.flatMap((text) => (text === undefined ? [] : [make('dd', text)])),
  ]
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Answer
}
