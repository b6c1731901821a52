"""The style sheet and the script of the HTML page."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--fg:#1d2125;--bg:#fff;--soft:#59636e;--line:#d5dade;
--card:#f6f8fa;--link:#0757b8;--fail:#b3201e;--open:#875300;--note:#0757b8;--pass:#166a3a}
@media(prefers-color-scheme:dark){:root{--fg:#e3e6e9;--bg:#14171a;--soft:#a3adb8;
--line:#363c43;--card:#1d2126;--link:#7db8ff;--fail:#ff8f88;--open:#f2b84b;--note:#7db8ff;
--pass:#6bd595}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:68rem;
padding:1.25rem 1rem 3rem;color:var(--fg);background:var(--bg)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
summary h2{display:inline}summary{cursor:pointer;margin-top:1.5rem}
h2 small{font-weight:400;color:var(--soft)}
p{margin:.25rem 0}a{color:var(--link)}
.soft,figcaption{color:var(--soft);font-size:.9rem}
.notice{border-left:.25rem solid var(--open);background:var(--card);padding:.6rem .9rem}
.tools{display:flex;gap:.6rem;flex-wrap:wrap;margin:1rem 0;align-items:center}
.tools input,.tools select,button{font:inherit;color:inherit;background:var(--bg);
border:1px solid var(--line);border-radius:.4rem;padding:.4rem .6rem;min-height:2.5rem}
#search{flex:1 1 12rem;min-width:0}
ul.findings{list-style:none;margin:0;padding:0}
ul.findings>li{border:1px solid var(--line);border-left:.3rem solid var(--soft);
border-radius:.4rem;margin:.6rem 0;padding:.6rem .9rem;overflow-wrap:anywhere}
ul.findings>li[hidden]{display:none}
li.fail{border-left-color:var(--fail)!important}.fail .state{color:var(--fail)}
li.open{border-left-color:var(--open)!important}.open .state{color:var(--open)}
li.note{border-left-color:var(--note)!important}.note .state{color:var(--note)}
li.pass{border-left-color:var(--pass)!important}.pass .state{color:var(--pass)}
.head{display:flex;gap:.2rem .8rem;flex-wrap:wrap;align-items:baseline}
.state{font-weight:600;white-space:nowrap}
.work{font-weight:600;flex:1 1 18rem}
.place{font:.85rem ui-monospace,monospace;color:var(--soft)}
.facts{margin:.25rem 0 0;padding-left:1.1rem;color:var(--soft);font-size:.9rem}
.step{display:flex;gap:.5rem;align-items:center;margin-top:.4rem}
.step code{flex:1;background:var(--card);border-radius:.3rem;padding:.3rem .5rem;
font:.85rem ui-monospace,monospace;overflow-wrap:anywhere}
button{cursor:pointer}button:hover{border-color:var(--soft)}
:focus-visible{outline:.15rem solid var(--link);outline-offset:.1rem}
figure{margin:1.5rem 0}svg{max-width:42rem;width:100%;height:auto}
.grid{stroke:var(--line)}.tick{font:11px system-ui,sans-serif;fill:var(--soft)}
.curve{fill:none;stroke:var(--link);stroke-width:2}.band{fill:var(--link);opacity:.18}
.mark{stroke:var(--fail);stroke-dasharray:4 3}
svg .ok{fill:var(--pass)}svg .uncertain{fill:var(--open)}svg .broken{fill:var(--fail)}
figcaption .ok{color:var(--pass)}figcaption .uncertain{color:var(--open)}
figcaption .broken{color:var(--fail)}
@media print{.tools,.step button{display:none}body{max-width:none;padding:0}
ul.findings>li{break-inside:avoid}a{color:inherit}}
"""

SCRIPT: Final = """
(function(){
var items=Array.from(document.querySelectorAll('ul.findings>li')),
search=document.getElementById('search'),only=document.getElementById('only'),
count=document.getElementById('count'),
folds=Array.from(document.querySelectorAll('details')),
texts=items.map(function(item){return item.textContent.toLowerCase();});
function filter(){
var words=search.value.toLowerCase().split(/\\s+/).filter(Boolean),shown=0;
items.forEach(function(item,place){
var fits=(!only.value||item.classList.contains(only.value))&&
words.every(function(word){return texts[place].indexOf(word)>=0;});
item.hidden=!fits;if(fits)shown++;});
document.querySelectorAll('.part').forEach(function(part){
part.hidden=!part.querySelector('li:not([hidden])');});
if(words.length||only.value)folds.forEach(function(fold){fold.open=true;});
count.textContent=shown+' of '+items.length;}
function done(button){button.textContent='Copied';
setTimeout(function(){button.textContent='Copy';},1500);}
function old(text,button){
var area=document.createElement('textarea');area.value=text;
document.body.appendChild(area);area.select();
if(document.execCommand('copy'))done(button);area.remove();}
document.addEventListener('click',function(event){
var button=event.target.closest('button[data-copy]');if(!button)return;
var text=button.getAttribute('data-copy');
if(navigator.clipboard&&window.isSecureContext)
navigator.clipboard.writeText(text).then(function(){done(button);},
function(){old(text,button);});
else old(text,button);});
document.addEventListener('keydown',function(event){
if(event.key==='/'&&!/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)){
event.preventDefault();search.focus();}});
window.addEventListener('beforeprint',function(){
folds.forEach(function(fold){fold.open=true;});});
if(search){search.addEventListener('input',filter);
only.addEventListener('change',filter);filter();}
})();
"""
