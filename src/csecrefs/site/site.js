"use strict";
// The list of references: search, facets, orders, details. No text of a record is ever
// parsed as HTML: every element is made here, and record text becomes text nodes.
(() => {
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const total = data.keys.length;
const BATCH = 50;
const SHORT = 6;
const LONG = 60;

function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((each) => each !== "" && each != null));
  return made;
}

// --- storage: a page from a file may have none
function recall(name) { try { return localStorage.getItem("csecrefs." + name); } catch { return null; } }
function remember(name, value) { try { localStorage.setItem("csecrefs." + name, value); } catch { /* not kept */ } }

// --- language
const offered = Object.keys(data.interface);
const own = [recall("language"), data.language, ...(navigator.languages || [])]
  .filter(Boolean).map((tag) => tag.split("-")[0]).find((tag) => offered.includes(tag)) || "en";
let language = own, words = data.interface[own];
function say(name, values = {}) {
  const text = words[name] || data.interface.en[name] || name;
  return text.replace(/\{(\w+)\}/g, (_, part) => values[part] ?? "");
}
function number(n) { return n.toLocaleString(language); }
let languageNames;
function named(facet, value) {
  if (facet === "type") return (data.types[language] || {})[value] || value;
  if (facet === "mark") return say(value);
  if (facet === "language") {
    try { return languageNames.of(value) || value; } catch { return value; }
  }
  return value;
}
function speak() {
  words = data.interface[language];
  document.documentElement.lang = language;
  try { languageNames = new Intl.DisplayNames([language], { type: "language" }); } catch { languageNames = { of: (tag) => tag }; }
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = say(each.dataset.word);
  $("query").placeholder = say("search-hint");
  const chosen = $("sort").value || recall("sort") || "newest";
  $("sort").replaceChildren(...["newest", "oldest", "by-author", "by-title", "by-added", "listed"]
    .map((name) => el("option", { value: name, textContent: say(name) })));
  $("sort").value = chosen;
  if (!$("sort").value) $("sort").value = "newest";
  drawFacets();
}

// --- search: parts of words in the vocabulary, then the references of those words
function fold(text) {
  let folded = text.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "");
  for (const [sign, plain] of Object.entries(data.unaccented)) folded = folded.replaceAll(sign, plain);
  return folded;
}
const vocabulary = data.words;
let starts = null, offsets = null, bytes = null;
function unpackIndex() {
  if (starts) return;
  const raw = atob(data.places);
  bytes = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  const begin = [];
  if (vocabulary) begin.push(0);
  for (let at = vocabulary.indexOf("\n"); at >= 0; at = vocabulary.indexOf("\n", at + 1)) begin.push(at + 1);
  starts = Uint32Array.from(begin);
  offsets = new Uint32Array(starts.length);
  let at = 0;
  for (let word = 0; word < starts.length; word++) {
    offsets[word] = at;
    let count = 0, shift = 0, byte;
    do { byte = bytes[at++]; count |= (byte & 127) << shift; shift += 7; } while (byte & 128);
    while (count) if (!(bytes[at++] & 128)) count--;
  }
}
function mark(word, mask) {
  let at = offsets[word], count = 0, shift = 0, byte;
  do { byte = bytes[at++]; count |= (byte & 127) << shift; shift += 7; } while (byte & 128);
  for (let here = 0; count; count--) {
    let step = 0;
    shift = 0;
    do { byte = bytes[at++]; step |= (byte & 127) << shift; shift += 7; } while (byte & 128);
    here += step;
    mask[here] = 1;
  }
}
const found = new Map();
function having(part) {
  if (found.has(part)) return found.get(part);
  const mask = new Uint8Array(total);
  let place = vocabulary.indexOf(part), word = 0;
  while (place >= 0) {
    while (word + 1 < starts.length && starts[word + 1] <= place) word++;
    mark(word, mask);
    const end = word + 1 < starts.length ? starts[word + 1] : vocabulary.length;
    place = end < vocabulary.length ? vocabulary.indexOf(part, end) : -1;
  }
  if (found.size > 200) found.clear();
  found.set(part, mask);
  return mask;
}
function searched(text) {
  const parts = fold(text).match(/[\p{L}\p{N}]+/gu);
  if (!parts) return null;
  unpackIndex();
  let all = null;
  for (const part of parts) {
    const mask = having(part.slice(0, 64));
    if (!all) { all = mask.slice(); continue; }
    for (let n = 0; n < total; n++) all[n] &= mask[n];
  }
  return all;
}

// --- facets: any value within one, all of several
const facets = Object.entries(data.facets).filter(([, facet]) => facet.values.length)
  .map(([name, facet]) => ({ name, values: facet.values, of: facet.of, chosen: new Set(), mask: null, long: false }));
function chosenMask(facet) {
  if (!facet.chosen.size) return null;
  const mask = new Uint8Array(total);
  for (let n = 0; n < total; n++) for (const value of facet.of[n]) if (facet.chosen.has(value)) mask[n] = 1;
  return mask;
}
let results = [], counts = new Map();
function filter() {
  const base = searched($("query").value);
  const masks = facets.map((facet) => facet.mask);
  // how many facets leave each reference out, and the one that does
  const misses = new Uint8Array(total), missing = new Uint8Array(total);
  masks.forEach((mask, index) => {
    if (mask) for (let n = 0; n < total; n++) if (!mask[n]) { misses[n]++; missing[n] = index; }
  });
  const tallies = facets.map((facet) => new Uint32Array(facet.values.length));
  const kept = new Uint8Array(total);
  let size = 0;
  for (let n = 0; n < total; n++) {
    if ((base && !base[n]) || misses[n] > 1) continue;
    if (misses[n] === 1) {
      const index = missing[n], tally = tallies[index];
      for (const value of facets[index].of[n]) tally[value]++;
      continue;
    }
    kept[n] = 1;
    size++;
    for (let index = 0; index < facets.length; index++) {
      const tally = tallies[index];
      for (const value of facets[index].of[n]) tally[value]++;
    }
  }
  facets.forEach((facet, index) => counts.set(facet.name, tallies[index]));
  results = order().filter((n) => kept[n]);
}
const listed = Array.from({ length: total }, (_, n) => n);
let oldest = null;
function order() {
  const name = $("sort").value;
  if (name === "oldest") {
    oldest ??= [...listed].sort((a, b) => (data.years[a] ?? 9999) - (data.years[b] ?? 9999));
    return oldest;
  }
  return data.orders[name] || listed;
}

// --- drawing
let drawn = 0;
function badge(kind) { return el("span", { className: "badge " + kind, textContent: say(kind) }); }
const anchor = (key) => "#" + encodeURIComponent(key.toWellFormed ? key.toWellFormed() : key);
const lists = Object.fromEntries(facets.map((facet) => [facet.name, facet]));
function valuesOf(name, n) {
  const facet = lists[name];
  return facet ? facet.of[n].map((value) => facet.values[value]) : [];
}
function row(n) {
  const line = [data.authors[n], data.years[n] ?? "", valuesOf("container", n)[0] || "", valuesOf("type", n).map((each) => named("type", each))[0]]
    .filter((each) => each !== "" && each != null).join(" · ");
  return el("li", {},
    el("a", { href: anchor(data.keys[n]), className: "entry" },
      el("span", { className: "title", dir: "auto", textContent: data.titles[n] || say("untitled") }),
      el("span", { className: "line", dir: "auto", textContent: line })),
    ...valuesOf("mark", n).map(badge));
}
function drawMore() {
  const next = results.slice(drawn, drawn + BATCH);
  drawn += next.length;
  $("list").append(...next.map(row));
}
function drawList() {
  drawn = 0;
  $("list").replaceChildren();
  drawMore();
  $("count").textContent = results.length ? say("shown", { n: number(results.length), all: number(total) }) : say("nothing");
}
new IntersectionObserver((seen) => {
  if (seen.some((each) => each.isIntersecting) && drawn < results.length) { drawMore(); again(); }
}, { rootMargin: "600px" }).observe($("end"));
// an end that stays in sight is not seen again by itself
function again() {
  requestAnimationFrame(() => {
    if (drawn < results.length && $("end").getBoundingClientRect().top < innerHeight + 600) { drawMore(); again(); }
  });
}
function top(tally, size, chosen) {
  const best = [];
  for (let value = 0; value < tally.length; value++) {
    const count = tally[value];
    if (!count || chosen.has(value)) continue;
    if (best.length === size && count <= tally[best[size - 1]]) continue;
    let at = best.length;
    while (at && tally[best[at - 1]] < count) at--;
    best.splice(at, 0, value);
    if (best.length > size) best.pop();
  }
  return [...chosen, ...best];
}
function drawFacets() {
  const sections = [];
  for (const facet of facets) {
    const tally = counts.get(facet.name) || new Uint32Array(facet.values.length);
    const size = facet.long ? LONG : SHORT;
    let shown = top(tally, size + 1, facet.chosen);
    const more = shown.length > size + facet.chosen.size;
    shown = shown.slice(0, size + facet.chosen.size);
    if (facet.name === "year") shown.sort((a, b) => facet.values[b] - facet.values[a]);
    if (!shown.length) continue;
    const items = shown.map((value) => {
      const box = el("input", { type: "checkbox", checked: facet.chosen.has(value) });
      box.dataset.facet = facet.name;
      box.dataset.value = value;
      return el("li", {}, el("label", {}, box,
        el("span", { className: "value", dir: "auto", textContent: named(facet.name, facet.values[value]) }),
        el("span", { className: "tally", textContent: number(tally[value]) })));
    });
    const section = el("fieldset", {}, el("legend", { textContent: say(facet.name) }), el("ul", {}, ...items));
    if (more || facet.long) {
      const button = el("button", { type: "button", className: "more", textContent: say(facet.long ? "less" : "more") });
      button.setAttribute("aria-expanded", facet.long);
      button.setAttribute("aria-label", say(facet.long ? "less" : "more") + ": " + say(facet.name));
      button.dataset.facet = facet.name;
      section.append(button);
    }
    sections.push(section);
  }
  $("facet-lists").replaceChildren(...sections);
  $("clear").hidden = !facets.some((facet) => facet.chosen.size) && !$("query").value;
  drawChart();
}
const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
function drawChart() {
  const facet = lists.year;
  const tally = facet && counts.get("year");
  const years = new Map();
  if (tally) facet.values.forEach((year, value) => { if (tally[value]) years.set(Number(year), tally[value]); });
  $("chart").parentElement.hidden = years.size < 2;
  if (years.size < 2) return $("chart").replaceChildren();
  // one old book does not flatten a century: bars cover the middle 98 %, in up to 60 steps
  const sorted = [...years.keys()].sort((a, b) => a - b);
  let sum = 0, all = 0, first = sorted[0];
  const last = sorted[sorted.length - 1];
  for (const year of sorted) all += years.get(year);
  for (const year of sorted) { sum += years.get(year); if (sum > all * 0.02) { first = year; break; } }
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => (last - first) / each < 60) || 1000;
  const from = Math.floor(first / step) * step;
  const bars = new Array(Math.floor((last - from) / step) + 1).fill(0);
  for (const [year, count] of years) if (year >= from) bars[Math.floor((year - from) / step)] += count;
  const highest = Math.max(...bars), width = 300 / bars.length;
  const drawing = svg("svg", { viewBox: "0 0 300 80", role: "img", preserveAspectRatio: "none",
    "aria-label": say("chart") + ": " + from + "–" + last + ", max. " + number(highest) });
  bars.forEach((count, index) => {
    if (!count) return;
    const height = Math.max(1.5, 78 * count / highest);
    const bar = svg("rect", { x: (index * width).toFixed(2), y: (80 - height).toFixed(2), width: Math.max(1, width - 0.8).toFixed(2), height: height.toFixed(2) });
    const begin = from + index * step;
    const title = svg("title", {});
    title.textContent = (step > 1 ? begin + "–" + (begin + step - 1) : begin) + ": " + number(count);
    bar.append(title);
    bar.dataset.from = begin;
    bar.dataset.to = begin + step - 1;
    drawing.append(bar);
  });
  $("chart").replaceChildren(drawing, el("p", { className: "axis" }, el("span", { textContent: from }), el("span", { textContent: last })));
}
function update() {
  filter();
  drawList();
  // the facets may wait until the list is on the screen
  cancelIdleCallbackSafe(update.waiting);
  update.waiting = requestIdleCallbackSafe(drawFacets);
}
function requestIdleCallbackSafe(work) { return globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: 150 }) : setTimeout(work, 30); }
function cancelIdleCallbackSafe(token) { if (globalThis.cancelIdleCallback) cancelIdleCallback(token); else clearTimeout(token); }

// --- details
const chunks = new Map();
async function chunk(index) {
  if (chunks.has(index)) return chunks.get(index);
  const packed = Uint8Array.from(atob($("d" + index).textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const unpacked = JSON.parse(await new Response(stream).text());
  if (chunks.size > 20) chunks.clear();
  chunks.set(index, unpacked);
  return unpacked;
}
let numbers = null;
function numberOf(key) {
  numbers ??= new Map(data.keys.map((each, n) => [each, n]));
  return numbers.get(key);
}
const CHUNK = 64;
const TAGS = { italic: "i", oblique: "em", bold: "b", superscript: "sup", subscript: "sub", block: "div", "left-margin": "div", "right-inline": "div", indent: "div" };
function web(url) { return /^https?:\/\//i.test(url || ""); }
function link(url, text) {
  if (!web(url)) return el("span", { textContent: text });
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank", textContent: text });
}
function nodes(tree) {
  return tree.map((node) => {
    if (typeof node === "string") return document.createTextNode(node);
    const inside = nodes(node.children);
    if (node.tag === "link" && web(node.href)) return el("a", { href: node.href, rel: "noopener noreferrer", target: "_blank" }, ...inside);
    return el(TAGS[node.tag] || "span", { className: "csl-" + node.tag }, ...inside);
  });
}
function heading(name) { return el("h3", { textContent: say(name) }); }
async function copy(text, html) {
  let done = false;
  try {
    if (html && globalThis.ClipboardItem) {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) })]);
    } else await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    const area = el("textarea", { value: text, className: "quiet" });
    $("detail").append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  $("copied").textContent = say(done ? "copied" : "not-copied");
}
let style = Math.max(0, data.styles.findIndex((each) => each.name === recall("style")));
function citation(detail) {
  const place = el("div", { className: "citation", dir: "auto" });
  const show = () => {
    const tree = detail.cited[style].tree;
    place.replaceChildren(...(tree.length ? nodes(tree) : [say("no-citation")]));
  };
  const parts = [heading("cite")];
  if (data.styles.length > 1) {
    const choice = el("select", {}, ...data.styles.map((each, index) => el("option", { value: index, textContent: each.title, selected: index === style })));
    choice.addEventListener("change", () => { style = Number(choice.value); remember("style", data.styles[style].name); show(); });
    parts.push(el("label", { className: "style" }, say("style") + " ", choice));
  }
  show();
  return [...parts, place];
}
function copies(n, detail) {
  const choices = {
    text: () => [detail.cited[style].text], HTML: () => [detail.cited[style].html, detail.cited[style].html],
    Markdown: () => [detail.cited[style].markdown], BibTeX: () => [detail.records.biblatex],
    "CSL-JSON": () => [detail.records["csl-json"]], RIS: () => [detail.records.ris], key: () => [data.keys[n]] };
  const buttons = Object.entries(choices).map(([name, give]) => {
    const button = el("button", { type: "button", textContent: name === name.toLowerCase() ? say(name) : name });
    button.dataset.copy = name;
    button.addEventListener("click", () => copy(...give()));
    return button;
  });
  return el("div", { className: "copies", role: "group", "aria-label": say("copy") }, el("span", { textContent: say("copy") + " " }), ...buttons, el("span", { id: "copied", role: "status" }));
}
function linkLine(each) {
  const state = each.state ? [el("span", { className: "state " + each.state, textContent: say(each.state) })] : [];
  const when = [each.since && each.state ? say("since", { day: each.since }) : "", each.kind === "archived" ? each.since || "" : "",
    each.checked ? say("checked", { day: each.checked }) : "", each.state && each.state !== "alive" ? each.reason || "" : ""].filter(Boolean).join(", ");
  return el("li", {}, el("span", { className: "kind", textContent: (each.kind === "archived" ? say("archived") : each.kind) + " " }),
    link(each.url, each.text), " ", ...state, when ? el("span", { className: "when", textContent: " " + when }) : "");
}
function markLine(each) {
  const line = el("p", { className: "warning" }, el("strong", { textContent: say(each.kind) }));
  if (each.date) line.append(" " + each.date);
  if (each.url) line.append(" ", link(each.url, say("notice")));
  return line;
}
function fieldsList(n, detail) {
  const pairs = [["type", named("type", valuesOf("type", n)[0] || "")], ...detail.fields];
  const list = el("dl", {});
  for (const [name, text] of pairs) {
    const label = name === "type" ? say("type") : words["field-" + name] || name.replaceAll("-", " ");
    list.append(el("dt", { textContent: label }), el("dd", { textContent: text, dir: "auto" }));
  }
  return list;
}
function sameList(same) {
  const items = same.keys.map((key) => {
    const n = numberOf(key);
    return el("li", {}, el("a", { href: anchor(key), textContent: key }), n === undefined ? "" : " " + data.titles[n]);
  });
  return [heading("same"), el("ul", { className: "links" }, ...items), el("p", { className: "when", textContent: same.reasons.join("; ") })];
}
let current = -1, before = null;
async function open(n) {
  let detail;
  try { detail = (await chunk(Math.floor(n / CHUNK)))[n % CHUNK]; } catch { $("said").textContent = say("old-browser"); $("said").className = "alert"; return; }
  current = n;
  const at = results.indexOf(n);
  const step = (name, other) => {
    const button = el("button", { type: "button", textContent: say(name), disabled: other === undefined });
    button.addEventListener("click", () => { location.replace(anchor(data.keys[other])); });
    return button;
  };
  const close = el("button", { type: "button", className: "close", textContent: say("close") });
  close.addEventListener("click", () => $("detail").close());
  const title = el("h2", { id: "detail-title", tabIndex: -1, dir: "auto", textContent: detail.title || say("untitled") });
  const children = [
    el("div", { className: "steps" }, step("previous", at > 0 ? results[at - 1] : undefined), step("next", at >= 0 ? results[at + 1] : undefined), close),
    title, ...detail.marks.map(markLine),
    el("p", { className: "keyline" }, el("code", { textContent: data.keys[n] })),
    ...citation(detail), copies(n, detail)];
  if (detail.links.length) children.push(heading("links"), el("ul", { className: "links" }, ...detail.links.map(linkLine)));
  if (detail.same) children.push(...sameList(detail.same));
  if (detail.abstract) children.push(heading("abstract"), el("p", { className: "abstract", dir: "auto", textContent: detail.abstract }));
  children.push(heading("details"), fieldsList(n, detail));
  if (detail.coins) children.push(el("span", { className: "Z3988", title: detail.coins }));
  $("detail").replaceChildren(...children);
  if (!$("detail").open) { before = document.activeElement; $("detail").showModal(); }
  $("detail").scrollTop = 0;
  title.focus();
  document.title = (detail.title || data.keys[n]) + " – " + $("heading-text").textContent;
  // Zotero's button looks again for COinS after this event
  document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true }));
}
$("detail").addEventListener("close", () => {
  document.title = $("heading-text").textContent;
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  current = -1;
  if (before && before.isConnected) before.focus();
});
$("detail").addEventListener("click", (event) => { if (event.target === $("detail")) $("detail").close(); });
function route() {
  const hash = location.hash.slice(1);
  if (!hash) { if ($("detail").open) $("detail").close(); return; }
  if (hash === "csecrefs-list") return;
  let key = hash;
  try { key = decodeURIComponent(hash); } catch { /* as it is */ }
  const n = numberOf(key);
  if (n !== undefined) { open(n); return; }
  $("said").textContent = say("missing", { key });
  $("said").className = "alert";
}

// --- what the reader does
$("query").addEventListener("input", update);
$("sort").addEventListener("change", () => { remember("sort", $("sort").value); update(); });
$("facet-lists").addEventListener("change", (event) => {
  const { facet, value } = event.target.dataset;
  const chosen = lists[facet].chosen;
  if (event.target.checked) chosen.add(Number(value)); else chosen.delete(Number(value));
  lists[facet].mask = chosenMask(lists[facet]);
  filter(); drawList(); drawFacets();
  const box = $("facet-lists").querySelector(`input[data-facet="${facet}"][data-value="${value}"]`);
  if (box) box.focus();
});
$("facet-lists").addEventListener("click", (event) => {
  if (!event.target.classList.contains("more")) return;
  const facet = lists[event.target.dataset.facet];
  facet.long = !facet.long;
  drawFacets();
  const button = $("facet-lists").querySelector(`button[data-facet="${facet.name}"]`);
  if (button) button.focus();
});
$("chart").addEventListener("click", (event) => {
  const bar = event.target.closest("rect");
  if (!bar) return;
  const facet = lists.year, from = Number(bar.dataset.from), to = Number(bar.dataset.to);
  const values = facet.values.flatMap((year, value) => Number(year) >= from && Number(year) <= to ? [value] : []);
  const all = values.every((value) => facet.chosen.has(value));
  facet.chosen = new Set(all ? [] : values);
  facet.mask = chosenMask(facet);
  filter(); drawList(); drawFacets();
});
$("clear").addEventListener("click", () => {
  for (const facet of facets) { facet.chosen.clear(); facet.mask = null; }
  $("query").value = "";
  filter(); drawList(); drawFacets();
  $("query").focus();
});
$("filters").addEventListener("click", () => {
  const open = document.body.classList.toggle("filtering");
  $("filters").setAttribute("aria-expanded", open);
});
$("interface").append(...offered.map((tag) => {
  let name = tag;
  try { name = new Intl.DisplayNames([tag], { type: "language" }).of(tag); } catch { /* the tag will do */ }
  return el("option", { value: tag, lang: tag, textContent: name, selected: tag === language });
}));
$("interface").addEventListener("change", () => {
  language = $("interface").value;
  remember("language", language);
  speak(); drawList();
});
const dark = matchMedia("(prefers-color-scheme: dark)");
function paint(theme) { if (theme) document.documentElement.dataset.theme = theme; }
paint(recall("theme"));
$("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  paint(next);
  remember("theme", next);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input[type=search], textarea, select");
  if (event.key === "/" && !typing && !$("detail").open) { event.preventDefault(); $("query").focus(); $("query").select(); return; }
  if ($("detail").open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  if (event.target.matches("select, input[type=checkbox]")) return;
  const step = event.key === "ArrowDown" ? 1 : -1;
  const here = event.target.closest ? event.target.closest("#list li") : null;
  if (!here && event.target !== $("query")) return;
  event.preventDefault();
  if (!here) { if (step > 0) $("list").querySelector("a")?.focus(); return; }
  if (step > 0 && !here.nextElementSibling) drawMore();
  const other = step > 0 ? here.nextElementSibling : here.previousElementSibling;
  if (other) other.querySelector("a").focus(); else if (step < 0) $("query").focus();
});
addEventListener("hashchange", route);
// an address of a block that the page still reads is looked up when it is whole
addEventListener("DOMContentLoaded", route);

speak();
filter();
drawList();
drawFacets();
performance.mark("csecrefs-drawn");
requestIdleCallbackSafe(unpackIndex);
})();
