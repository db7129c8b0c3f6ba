import { startControl } from './control.ts'
import { startConversation } from './conversation.ts'
import { find } from './elements.ts'
import { defineLpTag } from './lp-tag.ts'
import { askForFacts, type Flow, flows } from './shop-facts.ts'

/** The shop's page: the brand's part first, then the window's, then the switches. */
const facts = await askForFacts()
const form = find('flow', HTMLFormElement)

const chosen = {
  wanted: (): Flow => {
    const value = new FormData(form).get('flow')
    return flows.find((flow) => flow === value) ?? 'implicit'
  },
  want: (flow: Flow) => {
    const input = form.elements.namedItem('flow')
    if (input instanceof RadioNodeList) input.value = flow
  },
}

defineLpTag(facts, chosen.wanted)
const control = startControl()
const { watchword } = facts
if (watchword !== undefined) startConversation({ ...facts, watchword }, chosen, control.explain)
