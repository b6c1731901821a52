// Prints, as JSON, how ICU orders the letters of each locale named on the command line.
//
// Run by tools/make_alphabets.py. `order` has the classes of letters with the same
// primary weight, in order; `pairs` the groups of letters that sort as one, with the
// letter before each and the letter that it equals, if any; `doubled` the groups that are written in short twice in a row (ccs
// for cscs); `first` the scripts that go before Latin letters; `ignored` the letters and
// marks without primary weight; `expands` the letters that sort as two.

const RANGES = [
  [0x61, 0x7a], [0xdf, 0x24f], [0x250, 0x2af], [0x1e00, 0x1eff], // Latin
  [0x370, 0x3ff], [0x1f00, 0x1fff], // Greek
  [0x400, 0x52f], // Cyrillic
  [0x531, 0x587], [0x10d0, 0x10ff], // Armenian, Georgian
  [0x591, 0x5f4], [0x600, 0x6ff], // Hebrew, Arabic
  [0x900, 0xdff], // Indic scripts
  [0xe00, 0xeff], [0x1000, 0x109f], [0x1780, 0x17ff], // Thai, Lao, Burmese, Khmer
];
const SCRIPTS = { Greek: "α", Cyrillic: "б", Armenian: "բ", Georgian: "ბ", Hebrew: "ב",
  Arabic: "ب", Devanagari: "क", Thai: "ก", Khmer: "ក", Hangul: "가" };
const LATIN = "abcdefghijklmnopqrstuvwxyz".split("");

function letters() {
  const found = [];
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code);
      const counts = /[\p{L}\p{M}]/u.test(letter) && letter === letter.toLowerCase();
      if (counts) found.push(letter);
    }
  }
  return found;
}

function classes(collator) {
  const primary = letters().filter((each) => collator.compare("a" + each, "a") !== 0);
  primary.sort((one, other) => collator.compare(one, other) || (one < other ? -1 : 1));
  const order = [];
  for (const letter of primary) {
    const last = order[order.length - 1];
    if (last && collator.compare(last[0], letter) === 0) last.push(letter);
    else order.push([letter]);
  }
  return order;
}

// ʭ is the last Latin letter of the root: what sorts after "cʭ" is no c and another letter.
const LAST = "ʭ";

function pairs(collator, order) {
  const heads = order.map((each) => each[0]).filter((each) => /\p{Script=Latin}/u.test(each));
  const candidates = [];
  for (const one of LATIN) for (const two of LATIN) candidates.push(one + two);
  candidates.push("dzs", "dž");
  const found = [];
  for (const group of candidates) {
    const apart = collator.compare(group, group[0] + LAST) > 0 ||
      collator.compare(group, group[0]) < 0;
    if (!apart) continue;
    const before = heads.filter((each) => collator.compare(each + LAST, group) < 0);
    const same = [...heads, ...found.map((each) => each[0])].find(
      (each) => collator.compare(each, group) === 0);
    found.push([group, before[before.length - 1] || "", same || ""]);
  }
  return found.sort(([one], [other]) => collator.compare(one, other));
}

function expansions(collator, order) {
  const found = [];
  for (const [letter] of order) {
    if (!/\p{Script=Latin}/u.test(letter) || LATIN.includes(letter)) continue;
    for (const one of LATIN) for (const two of LATIN) {
      if (collator.compare(letter, one + two) === 0) found.push([letter, one + two]);
    }
  }
  return found;
}

const result = {};
for (const locale of process.argv.slice(2)) {
  const collator = new Intl.Collator(locale, { sensitivity: "base" });
  const order = classes(collator);
  const groups = pairs(collator, order);
  const doubled = groups.map(([group]) => group).filter(
    (group) => collator.compare(group[0] + group, group + group) === 0);
  const first = Object.entries(SCRIPTS)
    .filter(([, letter]) => collator.compare(letter, "a") < 0).map(([name]) => name);
  const ignored = letters().filter((each) => collator.compare("a" + each, "a") === 0);
  const all = locale === process.argv[2];
  const expands = expansions(collator, all ? order : [["þ"], ["ð"], ["ŋ"], ["ß"]]);
  result[locale] = { order, pairs: groups, doubled, first, ignored, expands };
}
console.log(JSON.stringify(result));
