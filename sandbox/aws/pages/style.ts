/** The look of the local AWS's pages: its own, so that nobody takes it for Amazon's. Inline; nothing is loaded. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f4f3f8; --card: #ffffff; --ink: #1d1830; --soft: #5a5470; --line: #d8d4e4; --bar: #2a1f52; --bar-ink: #ffffff;
  --accent: #5a36c9; --accent-ink: #ffffff; --tag: #ece7fb; --tag-ink: #3b2391; --bad: #a3121f; --stripe: #f2b705;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #120e1f; --card: #1c1730; --ink: #eeeaf8; --soft: #b3abc9; --line: #3a3354; --bar: #1f1740; --bar-ink: #f4f0ff;
    --accent: #b39dff; --accent-ink: #180c40; --tag: #322a55; --tag-ink: #d9ccff; --bad: #ff9a9f; --stripe: #d9a400;
  }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.stripe {
  background: repeating-linear-gradient(-45deg, var(--stripe) 0 14px, #1b1b1b 14px 28px); height: .5rem;
}
header { background: var(--bar); color: var(--bar-ink); }
header .wide { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding-block: .75rem; }
.brand { font-weight: 700; font-size: 1.05rem; margin: 0; }
.brand span { font-weight: 400; opacity: .85; }
.brand { margin-right: auto; }
.who { font-size: .9375rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .who { order: 3; flex-basis: 100%; } }
.wide { max-width: 66rem; margin: 0 auto; padding-inline: 1rem; width: 100%; }
main { padding-block: 1.5rem 3rem; display: grid; gap: 1.25rem; }
main > * { min-width: 0; }
.narrow { max-width: 34rem; width: 100%; justify-self: center; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 1.25rem; }
@media (min-width: 48rem) { .card { padding: 1.75rem; } .pair { display: grid; grid-template-columns: 3fr 2fr; gap: 1.25rem; } }
.pair { align-items: start; } .pair > * { min-width: 0; } .pair > * + * { margin-top: 1.25rem; }
@media (min-width: 48rem) { .pair > * + * { margin-top: 0; } }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .35rem; overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; } p:last-child { margin-bottom: 0; }
.soft { color: var(--soft); font-size: .9375rem; }
.bad { color: var(--bad); font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .55rem 1.25rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-weight: 550; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .7rem; } }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.tags { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.tags li { background: var(--tag); color: var(--tag-ink); border-radius: .5rem; padding: .25rem .65rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
header a { color: inherit; }
button {
  font: inherit; font-weight: 600; padding: .55rem 1.1rem; min-height: 2.75rem; border-radius: .5rem; cursor: pointer;
  border: 1px solid transparent; background: var(--accent); color: var(--accent-ink);
}
header button { background: transparent; color: inherit; border-color: currentColor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
header :focus-visible { outline-color: var(--stripe); }
fieldset { border: 1px solid var(--line); border-radius: .7rem; margin: 0 0 1rem; padding: .5rem 1rem 1rem; min-width: 0; }
legend { font-weight: 650; padding-inline: .35rem; overflow-wrap: anywhere; }
.choice { display: flex; gap: .75rem; align-items: center; padding: .5rem 0; min-height: 2.75rem; overflow-wrap: anywhere; }
.choice input { width: 1.2rem; height: 1.2rem; accent-color: var(--accent); flex: none; }
footer { color: var(--soft); font-size: .875rem; padding-block: 0 2rem; }
`;
