/** The look of both identity providers' pages. Inline, since a sandbox page loads nothing from elsewhere. */
export const IDP_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #eef1f4; --card: #ffffff; --ink: #16202b; --soft: #51606f; --line: #cdd5dd; --field: #ffffff;
  --accent: #0b6b61; --accent-ink: #ffffff; --note: #fff4d6; --note-ink: #5b4300; --bad: #fdecea; --bad-ink: #8c1d18;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0e141a; --card: #17202a; --ink: #e8edf2; --soft: #a3b1bf; --line: #36444f; --field: #0f171e;
    --accent: #57c9b8; --accent-ink: #06231f; --note: #3a3010; --note-ink: #f5dd94; --bad: #43191a; --bad-ink: #ffb9b3;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; display: flex; flex-direction: column; align-items: center;
}
.ribbon {
  max-width: 58rem; width: 100%; margin: 0 0 1.5rem; padding: .5rem .9rem; border-radius: .5rem;
  background: var(--note); color: var(--note-ink); font-size: .875rem;
}
main { width: 100%; max-width: 58rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 1.5rem; }
.narrow { max-width: 28rem; margin: 0 auto; }
.brand { display: flex; gap: .6rem; align-items: center; margin: 0 0 1rem; font-weight: 650; }
.brand svg { flex: none; color: var(--accent); }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); font-size: .9375rem; }
.columns { display: grid; gap: 2rem; }
@media (min-width: 48rem) { .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); } .card { padding: 2rem; } }
label { display: block; font-weight: 600; font-size: .9375rem; margin: 0 0 .25rem; }
input[type=text], input[type=password] {
  width: 100%; padding: .6rem .7rem; margin: 0 0 1rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: var(--field); color: inherit; font: inherit;
}
.check { display: flex; gap: .5rem; align-items: baseline; font-weight: 400; margin: 0 0 1rem; }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.1rem; border-radius: .5rem; cursor: pointer;
  border: 1px solid transparent; background: var(--accent); color: var(--accent-ink); text-decoration: none;
}
.plain { background: transparent; color: inherit; border-color: var(--soft); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.people { list-style: none; margin: .75rem 0 0; padding: 0; display: grid; gap: .5rem; }
.people button {
  width: 100%; text-align: left; font-weight: 400; background: transparent; color: inherit; border-color: var(--line);
}
.people button:hover { border-color: var(--accent); }
.people strong, .people span { display: block; }
.people span { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); }
.bad { background: var(--bad); color: var(--bad-ink); border-radius: .5rem; padding: .6rem .9rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: 1rem 0 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
`;
