export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --raised: #f4f6f8; --link: #0550ae; --good: #116329; --bad: #a40e26; --warn: #7d4e00; --mark: #fff3c4; --h0: #a40e26; --h1: #b34700; --h2: #7d5700; --h3: #3f6212; --h4: #116329; --on: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --paper: #0d1117; --line: #3a434d; --raised: #161b22; --link: #79b8ff; --good: #56d364; --bad: #ff8a80; --warn: #f0b72f; --mark: #3b2e00; --h0: #ff8a80; --h1: #ffab70; --h2: #f0cf65; --h3: #a6d96a; --h4: #56d364; --on: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.2rem clamp(.8rem, 3vw, 2.5rem) 4rem; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: .2rem 0 .8rem; line-height: 1.3; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
h3 { font-size: .9rem; margin: 1rem 0 .3rem; color: var(--soft); }
a { color: var(--link); }
p { margin: .3rem 0; max-width: 80ch; }
button, input { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.soft { color: var(--soft); }
td:first-child { white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .7rem; padding: 0; margin: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; background: var(--raised); }
.tiles strong { display: block; font-size: 1.5rem; line-height: 1.25; }
.note { border-left: 4px solid var(--warn); padding: .3rem .8rem; background: var(--raised); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .28rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--paper); }
.heat { width: auto; } .heat th, .heat td { padding: 2px; border: 0; font-weight: 400; font-size: .82rem; }
.heat thead th { vertical-align: bottom; height: 1px; } .heat thead span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 14rem; }
.heat tbody th { padding-right: .7rem; white-space: nowrap; position: sticky; left: 0; background: var(--paper); }
.heat button { width: 2.6rem; padding: .1rem 0; border: 0; border-radius: 4px; color: var(--on); }
.p0 { background: var(--h0) !important; } .p1 { background: var(--h1) !important; } .p2 { background: var(--h2) !important; } .p3 { background: var(--h3) !important; } .p4 { background: var(--h4) !important; }
.bar { display: flex; gap: .6rem; flex-wrap: wrap; align-items: center; margin: .6rem 0; }
.bar input { flex: 1 1 18rem; }
tr.at, li.at { background: var(--mark); }
.pair { display: grid; grid-template-columns: minmax(16rem, 2fr) 3fr; gap: 1.2rem; align-items: start; }
@media (max-width: 60rem) { .pair { grid-template-columns: 1fr; } }
ol.steps { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
ol.steps button { display: block; width: 100%; text-align: left; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; background: none; overflow-wrap: anywhere; font-size: .87rem; }
.wave { display: block; height: 4px; margin-top: 2px; background: var(--link); border-radius: 2px; min-width: 2px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; margin: .2rem 0; font: 12.5px/1.45 ui-monospace, monospace; max-height: 28rem; overflow: auto; }
del, ins { text-decoration: none; } del::before { content: "− "; } ins::before { content: "+ "; } del { color: var(--bad); } ins { color: var(--good); }
ul.plain { list-style: none; padding: 0; margin: .2rem 0; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; background: var(--raised); }
@media print { .bar, .copy, nav { display: none; } pre { max-height: none; } .pair { grid-template-columns: 1fr; } thead th { position: static; } }
@media (prefers-reduced-motion: no-preference) { ol.steps button { transition: background .1s; } }
`;
