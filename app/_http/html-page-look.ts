/** The look of `_ui/centered-page.tsx` in so little text that it travels inside the page; values of `globals.css`. */
export const STYLE = `:root{color-scheme:light dark;--canvas:light-dark(oklch(0.982 0.004 95),oklch(0.182 0.009 225));--sunken:light-dark(oklch(0.957 0.005 95),oklch(0.158 0.008 225));--line:light-dark(oklch(0.9 0.006 100),oklch(0.295 0.012 225));--ink:light-dark(oklch(0.23 0.018 225),oklch(0.945 0.006 100));--soft:light-dark(oklch(0.42 0.018 222),oklch(0.78 0.011 215));--accent:light-dark(oklch(0.46 0.083 194),oklch(0.81 0.104 186));--on:light-dark(oklch(0.99 0.004 190),oklch(0.2 0.03 205))}
body{margin:0;background:var(--canvas);color:var(--ink);font:.875rem/1.375rem system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{box-sizing:border-box;max-width:25rem;margin:0 auto;padding:max(4.5rem,16dvh) 1.25rem 2.5rem;overflow-wrap:anywhere}
svg{width:2.25rem;color:var(--accent);margin-bottom:.75rem}
h1{font-size:1.625rem;line-height:2.125rem;letter-spacing:-.022em;font-weight:600;margin:0 0 .375rem;text-wrap:balance}
p{color:var(--soft);margin:0 0 1rem}
p[role=alert],strong{color:var(--ink)}
form{margin:1.5rem 0}
button,.button{display:inline-flex;align-items:center;height:2.75rem;padding:0 1.125rem;border:0;border-radius:.5rem;background:var(--accent);color:var(--on);font:inherit;font-weight:500;text-decoration:none;cursor:pointer}
a{color:var(--accent);text-underline-offset:3px}
.ways{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1.25rem}
.said{margin:0 0 1rem;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--sunken)}
.said p{margin:0}
.said .mono{margin-top:.375rem;color:var(--ink);font:.8125rem/1.25rem ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.reference{font-size:.8125rem}
h2{font-size:.875rem;line-height:1.375rem;font-weight:500;margin:0 0 .25rem}
ul{margin:0 0 1.25rem;padding-left:1rem;color:var(--soft)}
li+li{margin-top:.25rem}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;background:var(--sunken);border:1px solid var(--line);border-radius:.25rem;padding:.0625rem .3125rem;color:var(--ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

/** The mark of `_ui/logo.tsx`. */
export const LOGO =
  '<svg aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="5.6" cy="9" r="3.6"/><path d="M9.2 9H22M21 9v9.5M12 9v9.5M12 18.5v-1.2a4.5 4.5 0 0 1 9 0v1.2"/></svg>';
