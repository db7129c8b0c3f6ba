import { sha256Hex } from '#lib/digest.ts'

/**
 * The style of the hosted pages: one quiet card, the same ink and accent as our other pages. Nothing is fetched,
 * and nothing moves.
 */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --paper: #fff; --line: #dedbd4; --edge: #8d887e; --ink: #201f1d; --soft: #635f57;
  --accent: #1f5d6b; --press: #174852; --on-accent: #fff; --fault: #a02c2e; --fault-ground: #fbefee;
  --shadow: 0 1px 2px rgb(32 31 29 / 5%), 0 12px 32px rgb(32 31 29 / 7%);
  --sans: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121315; --paper: #1a1c1e; --line: #303338; --edge: #767a82; --ink: #e8e6e1; --soft: #a5a19a;
    --accent: #7fc1cf; --press: #a3d6e0; --on-accent: #0c2328; --fault: #f2a5a3; --fault-ground: #331c1d;
    --shadow: 0 0 0 1px rgb(255 255 255 / 4%);
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  display: grid; min-height: 100vh; min-height: 100dvh; margin: 0; padding: 1.5rem 1rem 12vh; align-items: center;
  justify-items: center; background: var(--ground); color: var(--ink); font: 1rem/1.5 var(--sans);
  text-rendering: optimizeLegibility;
}
.card {
  width: 100%; max-width: 25rem; padding: 2.25rem 2.25rem 2.5rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow-wrap: anywhere;
}
.emblem {
  display: grid; width: 44px; height: 44px; margin-bottom: 1.25rem; place-items: center; border-radius: 11px;
  background: var(--accent); color: var(--on-accent); font-size: 1.25rem; font-weight: 600; object-fit: cover;
}
.logo { display: block; width: auto; height: 44px; max-width: 100%; margin-bottom: 1.25rem; object-fit: contain; object-position: left; }
.emblems { display: flex; gap: .75rem; align-items: center; min-width: 0; }
.emblems .logo { min-width: 0; max-width: calc(100% - 44px - .75rem); }
.emblems .emblem { flex: none; }
.emblem.quiet { background: var(--fault-ground); color: var(--fault); }
h1 {
  margin: 0; font-size: 1.375rem; line-height: 1.25; font-weight: 600; letter-spacing: -.012em;
  text-wrap: balance; hyphens: auto;
}
h2 { margin: 1.75rem 0 .25rem; font-size: .875rem; font-weight: 600; }
.lead { margin: .375rem 0 1.75rem; color: var(--soft); text-wrap: pretty; }
.lead.last { margin-bottom: 0; }
form { margin: 0; }
label { display: block; margin: 0 0 .375rem; font-size: .875rem; font-weight: 500; }
input:not([type='hidden']) {
  display: block; width: 100%; height: 2.75rem; margin: 0 0 1.125rem; padding: 0 .75rem; border: 1px solid var(--edge);
  border-radius: 8px; background: transparent; color: inherit; font: inherit;
}
input[readonly] { border-color: var(--line); color: var(--soft); }
input[aria-invalid] { border-color: var(--fault); }
button {
  display: block; width: 100%; min-height: 2.75rem; margin: 1.5rem 0 0; padding: .5rem 1rem; border: 0;
  border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
  cursor: pointer;
}
button:hover, button:active { background: var(--press); }
button.quiet { margin-top: .625rem; background: transparent; color: var(--ink); box-shadow: inset 0 0 0 1px var(--line); }
button.quiet:hover, button.quiet:active { background: var(--ground); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
input:focus-visible { outline-offset: -1px; border-color: var(--accent); }
.fault {
  margin: 0 0 1.25rem; padding: .625rem .75rem; border-radius: 8px; background: var(--fault-ground);
  color: var(--fault); font-size: .9375rem;
}
.scopes { margin: 0 0 1.75rem; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.scopes li { padding: .625rem 0; border-bottom: 1px solid var(--line); font-size: .9375rem; }
.scopes .all { font-weight: 600; }
.note { margin: 1.25rem 0 0; color: var(--soft); font-size: .8125rem; }
.detail { margin: 0; color: var(--soft); font-size: .875rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.5rem 0 0; font-size: .8125rem; }
dt { color: var(--soft); }
dd { margin: 0; font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
@media (max-width: 30rem) {
  body { padding: 0; align-items: start; background: var(--paper); }
  .card { max-width: none; padding: 2.5rem 1.25rem; border: 0; border-radius: 0; box-shadow: none; }
}
@media (forced-colors: active) {
  .card, .fault, button { border: 1px solid; }
}
`

/** Where it is served, and the version that pages of this server ask for. */
export const stylePath = '/pages/style.css'
export const styleVersion = sha256Hex(style).slice(0, 12)
export const styleUrl = `${stylePath}?v=${styleVersion}`
