/**
 * The style of our own pages. Two colours and one measure: ink on paper, an accent for what can be
 * followed, and lines no longer than are read with ease. No font is fetched.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --raised: #f5f3ee; --line: #e4e0d8; --ink: #22211f; --soft: #67635b;
  --accent: #1f5d6b; --get: #1f6f54; --post: #3d55a5; --put: #8a5a12; --delete: #a5383a;
  --sans: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161719; --raised: #1f2124; --line: #313439; --ink: #e4e2dd; --soft: #a09c94;
    --accent: #7fc1cf; --get: #7cc7a6; --post: #9db0f0; --put: #dcb06b; --delete: #ec9294;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 var(--sans); font-feature-settings: 'kern', 'liga'; text-rendering: optimizeLegibility;
}
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:focus-visible, summary:focus-visible, pre:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px;
}
code, pre { font-family: var(--mono); font-size: .875em; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; text-wrap: balance; }
h1 { margin: .25rem 0 .75rem; font-size: 2.25rem; letter-spacing: -.02em; }
.lead { margin: 0 0 1.25rem; max-width: 42rem; color: var(--soft); }

.lead.after { margin: 1.25rem 0 .5rem; }

.layout { display: grid; grid-template-columns: 18.5rem minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
nav {
  position: sticky; top: 0; align-self: start; height: 100vh; overflow-y: auto; scrollbar-width: thin;
  padding: 2.5rem 1rem 3rem 1.5rem; border-right: 1px solid var(--line); font-size: .875rem;
}
nav summary { font-weight: 600; padding: .25rem 0; cursor: pointer; }
nav details[open] summary { margin-bottom: .75rem; }
nav h2 { margin: 1.5rem 0 .375rem; font-size: .875rem; }
nav h2:first-of-type { margin-top: 0; }
nav h2 a { color: inherit; text-decoration: none; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li a {
  display: grid; grid-template-columns: 2.9rem minmax(0, 1fr); gap: .375rem; align-items: baseline;
  padding: .1875rem .375rem; margin-left: -.375rem; border-radius: 4px;
  color: var(--soft); text-decoration: none; line-height: 1.4;
}
nav li a:hover { background: var(--raised); color: var(--ink); }
main { min-width: 0; padding: 2.5rem clamp(1.25rem, 4vw, 4rem) 6rem; }
.home { margin: 0; font-size: .875rem; } .home a { text-decoration: none; }

.group { padding-top: 3rem; }
.group > h2 { margin: 0 0 .25rem; font-size: 1.625rem; letter-spacing: -.01em; }
dl { margin: 0; max-width: 46rem; } dt { margin-top: .75rem; } dd { margin: 0; color: var(--soft); }
.operation { padding: 2rem 0 2.25rem; border-top: 1px solid var(--line); max-width: 50rem; overflow-wrap: anywhere; }
.operation h3 { margin: 0 0 .5rem; font-size: 1.1875rem; }
.operation h3 a { color: inherit; text-decoration: none; }
.operation h3 a:hover { text-decoration: underline; text-decoration-color: var(--line); }
.operation h4 { margin: 1.75rem 0 .5rem; font-size: .875rem; color: var(--soft); }
.endpoint {
  display: flex; gap: .75rem; align-items: baseline; margin: 0 0 1rem;
  padding: .5rem .875rem; background: var(--raised); border-radius: 6px;
}
.endpoint code { min-width: 0; overflow-wrap: anywhere; }
.method {
  font: 600 .6875rem/1.6 var(--mono); letter-spacing: .03em; color: var(--soft); white-space: nowrap;
}
.method.get { color: var(--get); } .method.post { color: var(--post); }
.method.put, .method.patch { color: var(--put); } .method.delete { color: var(--delete); }
.credentials { margin: 0; }
.pill {
  display: inline-block; padding: .0625rem .625rem; border: 1px solid var(--line); border-radius: 1rem;
  font-size: .8125rem; color: var(--ink);
}
.pill.open { color: var(--soft); border-style: dashed; }

.tree { margin: 0; padding: 0; list-style: none; }
.tree .tree { margin: .25rem 0 .25rem .1875rem; padding-left: 1rem; border-left: 1px solid var(--line); }
.tree > li { padding: .25rem 0; }
.member { margin: 0; line-height: 1.5; } summary.member, .response > summary { cursor: pointer; }
.name { font-size: .875rem; font-weight: 600; overflow-wrap: anywhere; }
.type { font-size: .8125rem; color: var(--soft); margin-left: .25rem; }
.whole .type { margin-left: 0; }
.must { font-size: .75rem; color: var(--accent); margin-left: .25rem; }
.facts { margin: 0; font-size: .875rem; color: var(--soft); line-height: 1.5; overflow-wrap: anywhere; }
.facts span + span::before { content: ' · '; color: var(--line); }
.facts code { color: var(--ink); font-size: .8125rem; }
.whole { margin: .25rem 0; }
.response { margin: 0; padding: .4375rem 0; font-size: .9375rem; }
.response + .response { border-top: 1px solid var(--line); }
details.response[open] > summary { margin-bottom: .375rem; }
.response > .tree, .response > .whole { margin-left: 1.125rem; }
p.response { padding-left: 1.125rem; }
.status { font: 600 .8125rem var(--mono); margin-right: .375rem; color: var(--soft); }
.status.s2 { color: var(--get); } .status.s5 { color: var(--delete); }
summary::marker { color: var(--soft); font-size: .75em; }
pre {
  margin: 0; padding: .875rem 1rem; background: var(--raised); border-radius: 6px;
  overflow-x: auto; line-height: 1.55; scrollbar-width: thin;
}

.landing { max-width: 40rem; margin: 0 auto; padding-top: max(4rem, 18vh); }
.landing ul { margin: 2.5rem 0 0; padding: 0; list-style: none; }
.landing li { padding: .875rem 0; border-top: 1px solid var(--line); }
.landing li a { display: block; font-weight: 600; text-decoration: none; }
.landing li span { color: var(--soft); font-size: .9375rem; }

@supports selector(::details-content) {
  /* Where there is room, the contents are open, and there is nothing to open them with. */
  @media (min-width: 60.01rem) {
    nav summary { display: none; }
    .menu::details-content { content-visibility: visible; display: block; block-size: auto; }
  }
}
@media (max-width: 60rem) {
  .layout { display: block; }
  nav { position: static; height: auto; padding: 1rem 1.25rem; border: 0; border-bottom: 1px solid var(--line); }
  nav li a { padding: .375rem; }
  main { padding-top: 1.75rem; }
  h1 { font-size: 1.875rem; }
}
@media print {
  nav { display: none; } .layout { display: block; }
  pre { white-space: pre-wrap; } .operation { break-inside: avoid-page; }
}
`
