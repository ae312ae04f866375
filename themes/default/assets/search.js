// The search page: names at once from a small file, texts from the Pagefind index. The page works without it.

const PAGE = 8; // results at a time
const MOST_NAMES = 6;
const PAUSE = 150; // milliseconds without a key before texts are searched
const FILTERS = ["actor", "topic", "publisher", "year", "kind"];

// Letters that no decomposition takes apart, and Cyrillic as Ukrainian and Russian names are written in English.
const LETTERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
  "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
  "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
  "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "iu", "я": "ia",
  "ь": "", "ъ": "", "’": "", "ʼ": "", "'": "",
};

/** A text without accents, letter case or script; spaces around words. */
export function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const latin = Array.from(plain, (char) => LETTERS[char] ?? char).join("");
  return latin.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** How well a record's names fit a folded query: 0 not at all, 3 a whole name, 2 its start, 1 the start of a word. */
export function fit(query, names) {
  const scores = names.map((name) =>
    name === query ? 3 : name.startsWith(query) ? 2 : ` ${name}`.includes(` ${query}`) ? 1 : 0);
  return Math.max(0, ...scores);
}

/** The pieces of an excerpt: text, and whether it is marked. Nothing in it is ever taken for HTML. */
export function pieces(excerpt) {
  const entities = { "&lt;": "<", "&gt;": ">" }; // Pagefind escapes nothing else
  return excerpt.split(/(<mark>.*?<\/mark>)/s).filter(Boolean).map((part) => {
    const isMarked = part.startsWith("<mark>");
    const text = isMarked ? part.slice(6, -7) : part;
    return [text.replace(/&[lg]t;/g, (entity) => entities[entity]), isMarked];
  });
}

/** Results best first, or by their days: names of briefs (b) number them from the oldest; other records (r) are last. */
export function sorted(results, order) {
  const oldest = order === "asc" ? 1 : -1;
  return [...results].sort((one, other) => (order ? 0 : other.score - one.score)
    || one.id.charCodeAt(0) - other.id.charCodeAt(0) || oldest * (one.id < other.id ? -1 : 1));
}

class Search {
  constructor(form) {
    this.form = form;
    this.words = form.elements.q;
    this.say = form.dataset; // what it says, in the language of the page
    this.root = new URL(form.dataset.root.replace(/index\.html$/, ""), document.baseURI);
    this.part = (name) => document.getElementById(`search-${name}`);
    this.turn = 0;
    this.found = [];
    this.shown = 0;
  }

  start() {
    this.form.hidden = false;
    this.part("without").querySelector("span")?.classList.add("unseen");
    this.words.addEventListener("focus", () => this.load(), { once: true });
    this.words.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", (event) => { if (event.target !== this.words) this.search(); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.search(); });
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.target.closest("input, select, textarea")) {
        event.preventDefault();
        this.words.focus();
      }
    });
    this.part("filters").addEventListener("toggle", () => { this.load(); this.offer(); }, { once: true });
    this.part("more").addEventListener("click", () => this.more());
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) {
      this.words.value = asked;
      this.typed();
    }
  }

  /** The names and the index, each fetched once, when somebody is about to ask. */
  load() {
    this.names ??= fetch(this.form.dataset.names)
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((rows) => rows.map(([kind, url, ...names]) => ({ kind, url, name: names[0], folded: names.map(folded) })))
      .catch(() => []);
    this.index ??= this.open().catch(() => null);
  }

  async open() {
    const pagefind = await import(new URL(this.form.dataset.index, document.baseURI));
    // A worker would cost a second copy of Pagefind, and a search takes milliseconds.
    await pagefind.options({ baseUrl: "/", noWorker: true });
    await pagefind.init();
    this.part("filters").hidden = false;
    return pagefind;
  }

  /** What one can narrow down by: a file for each filter, fetched when somebody opens the list of them. */
  async offer() {
    const pagefind = await this.index;
    if (!pagefind) return;
    const filters = await pagefind.filters();
    for (const name of FILTERS) {
      const counted = Object.entries(filters[name] ?? {}).sort(([one], [other]) => one.localeCompare(other));
      if (name === "year") counted.reverse();
      for (const [value, count] of counted) {
        this.form.elements[name].append(new Option(`${value} (${count})`, value));
      }
    }
  }

  typed() {
    this.load();
    this.jump();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  /** The actors and topics whose names fit, best first. */
  async jump() {
    const query = folded(this.words.value);
    const names = await this.names;
    if (query !== folded(this.words.value)) return;
    const scored = query ? names.map((one) => [fit(query, one.folded), one]).filter(([score]) => score) : [];
    scored.sort(([one, first], [other, second]) => other - one || first.name.localeCompare(second.name));
    const items = scored.slice(0, MOST_NAMES).map(([, one]) => {
      const item = document.createElement("li");
      item.append(this.link(one.url, one.name), this.note(one.kind === "actor" ? this.say.actor : this.say.topic));
      return item;
    });
    this.part("names").replaceChildren(...items);
  }

  async search() {
    const turn = ++this.turn;
    this.load();
    clearTimeout(this.timer);
    const words = this.words.value.trim();
    const value = (name) => this.form.elements[name].value;
    const filters = Object.fromEntries(FILTERS.filter(value).map((name) => [name, value(name)]));
    const address = new URL(location.href);
    if (words) address.searchParams.set("q", words);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!words && !Object.keys(filters).length) return this.show([], "");
    const pagefind = await this.index;
    if (turn !== this.turn) return;
    if (!pagefind) return this.show([], this.say.namesOnly);
    try {
      const { results } = await pagefind.search(words || null, { filters });
      if (turn !== this.turn) return;
      const order = value("sort") || (words ? "" : "desc");
      const count = results.length;
      const said = count ? this.say.results.replace("{}", count.toLocaleString(document.documentElement.lang)) : this.say.nothing;
      await this.show(sorted(results, order), said);
    } catch {
      if (turn === this.turn) this.show([], this.say.unreadable);
    }
  }

  async show(results, status) {
    this.found = results;
    this.shown = 0;
    this.part("status").textContent = status;
    this.part("results").replaceChildren();
    await this.more();
  }

  async more() {
    const turn = this.turn;
    const next = this.found.slice(this.shown, this.shown + PAGE);
    this.shown += next.length;
    const items = [];
    for (const loading of next.map((one) => one.data())) {
      const item = this.item(await loading);
      if (turn !== this.turn) return;
      this.part("results").append(item);
      items.push(item);
    }
    this.part("more").hidden = this.shown >= this.found.length;
    const asked = document.activeElement === this.part("more") || document.activeElement === document.body;
    if (asked && this.shown > PAGE) items[0]?.querySelector("a").focus();
  }

  item(data) {
    const item = document.createElement("li");
    const title = this.link(data.raw_url.replace(/^\/\w+\//, ""), data.meta.title); // without the folder of the page
    title.className = "title";
    const excerpt = document.createElement("p");
    for (const [text, isMarked] of pieces(data.excerpt)) {
      const part = document.createElement(isMarked ? "mark" : "span");
      part.textContent = text;
      excerpt.append(part);
    }
    if (data.meta.lang && data.meta.lang !== document.documentElement.lang) item.lang = data.meta.lang;
    const facts = [data.meta.date, ...(data.filters.kind ?? [])].filter(Boolean).join(" · ");
    item.append(title, excerpt, this.note(facts));
    return item;
  }

  link(url, text) {
    const link = document.createElement("a");
    link.href = new URL(url, this.root);
    link.textContent = text;
    return link;
  }

  note(text) {
    const note = document.createElement("div");
    note.className = "meta";
    note.lang = document.documentElement.lang;
    note.textContent = text;
    return note;
  }

  /** Arrows lead through names and results and back to the words; Escape clears the words. */
  pressed(event) {
    const links = [...this.form.querySelectorAll("#search-names a, #search-results a")];
    const place = links.indexOf(document.activeElement);
    const isHere = place >= 0 || document.activeElement === this.words;
    if (event.key === "Escape" && isHere) {
      this.words.value = "";
      this.words.focus();
      this.typed();
    } else if (event.key === "ArrowDown" && isHere && place + 1 < links.length) {
      event.preventDefault();
      links[place + 1].focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      event.preventDefault();
      (links[place - 1] ?? this.words).focus();
    }
  }
}

if (typeof document !== "undefined") new Search(document.getElementById("search")).start();
