"""Style and script of the audit's page: no request, no library."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root{--ink:#1b1b1b;--soft:#5c6370;--paper:#fff;--line:#d9dce1;--bad:#b3261e;--odd:#8a5a00;
--good:#1b6e3c;--mark:#fdecea;--mark2:#fff4dc;--mark3:#e9f5ee;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--soft:#a0a7b4;--paper:#16181c;--line:#343a44;
--bad:#ff8a80;--odd:#f2c14e;--good:#7fd6a2;--mark:#47201d;--mark2:#40330f;--mark3:#17352a}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper);font:1rem/1.55 Georgia,"Times New Roman",serif}
header,main,nav{max-width:76rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.5rem;margin:1.2rem 0 .2rem}
h2{font-size:1.15rem;margin:1.6rem 0 .6rem}
.soft,nav,.verdict,.finding,summary,button{font-family:system-ui,sans-serif;font-size:.86rem}
.soft{color:var(--soft)}
nav{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);padding:.5rem 1rem;
display:flex;flex-wrap:wrap;gap:.4rem;z-index:1}
button{border:1px solid var(--line);background:none;color:inherit;border-radius:1rem;padding:.25rem .8rem;
cursor:pointer}
button[aria-pressed=true]{border-color:currentColor;font-weight:600}
button:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid currentColor;outline-offset:2px}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:2rem}
@media (max-width:56rem){main{grid-template-columns:minmax(0,1fr)}}
p{margin:.5rem 0;overflow-wrap:anywhere}
a{color:inherit}
mark{color:inherit;background:var(--mark3);border-radius:.2rem;padding:0 .1rem}
mark.fail{background:var(--mark);box-shadow:inset 0 -2px var(--bad)}
mark.note{background:var(--mark2);box-shadow:inset 0 -2px var(--odd)}
ol{list-style:none;padding:0;margin:0}
li,mark{scroll-margin-top:6rem}
li{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .8rem;margin:.6rem 0;overflow-wrap:anywhere}
li:target,mark:target,mark:has(:target){outline:2px solid var(--odd)}
.verdict{font-weight:600}
.fail .verdict,.finding.fail{color:var(--bad)}
.open .verdict,.note .verdict,.finding.note,.finding.open{color:var(--odd)}
.pass .verdict{color:var(--good)}
.finding{margin:.25rem 0 .25rem .2rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:.3rem;
padding:.5rem;font-size:.8rem}
[hidden]{display:none}
@media print{nav,button{display:none}main{display:block}details{display:block}body{font-size:10pt}}
"""
SCRIPT: Final = """
const buttons=[...document.querySelectorAll('nav button')];
for(const b of buttons)b.addEventListener('click',()=>{
 for(const o of buttons)o.setAttribute('aria-pressed',o===b);
 for(const e of document.querySelectorAll('#list li'))
  e.hidden=b.dataset.show!=='all'&&!e.classList.contains(b.dataset.show);
});
for(const b of document.querySelectorAll('button[data-copy]'))b.addEventListener('click',async()=>{
 const text=b.parentElement.querySelector('pre').textContent;
 try{await navigator.clipboard.writeText(text);b.textContent='copied'}
 catch{getSelection().selectAllChildren(b.parentElement.querySelector('pre'))}
});
"""
