/**
 * The page that the identity provider sends the hidden frame back to. It hands query or fragment to the page around it,
 * which is of this origin, or to nobody.
 */
const answer = location.hash === '' ? location.search : location.hash
// Out of the history and of the address at once: tokens do not stay in URLs.
history.replaceState(null, '', location.pathname)
if (parent !== window) parent.postMessage(answer.slice(1), location.origin)

export {}
