// The editor's bar on pages of the preview: what is wrong, who may see this page, and a reload when it changed.

const OWN = "/_dateline/";
const kept = "dateline-preview-scroll";

const host = document.createElement("dateline-preview");
const root = host.attachShadow({ mode: "open" });
const styles = make("link", { rel: "stylesheet", href: `${OWN}preview.css` });
const panel = make("section", { className: "panel", hidden: true });
panel.setAttribute("aria-label", "Problems of the site");
const bar = make("div", { className: "bar" });
bar.setAttribute("role", "region");
bar.setAttribute("aria-label", "Preview");
const changes = make("section", { className: "panel", hidden: true });
changes.setAttribute("aria-label", "What would change on the published site");
root.append(styles, panel, changes, bar);
document.documentElement.append(host);

let version = null;
let source = read();
let panelWanted = null;

restoreScroll();
const events = new EventSource(`${OWN}events?page=${encodeURIComponent(location.pathname)}`);
events.onmessage = (message) => show(JSON.parse(message.data));
events.onerror = () => bar.classList.add("lost");

function show(state) {
  bar.classList.remove("lost");
  drawPanel(state);
  drawBar(state);
  const isNew = version !== null && state.version !== version;
  version = state.version;
  if (isNew) refresh();
}

// The page as the server gives it now, to be compared with what it gave before: scripts may have changed what is shown.
async function read() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    return await answer.text();
  } catch {
    return null;
  }
}

async function refresh() {
  const before = await source;
  const now = await (source = read());
  if (now === null || now === before) return;
  if (before !== null && withoutStyles(before) === withoutStyles(now)) {
    swapStyles(now);
  } else {
    sessionStorage.setItem(kept, JSON.stringify([location.href, scrollX, scrollY]));
    location.reload();
  }
}

function withoutStyles(html) {
  return html.replace(/<link[^>]*rel="?stylesheet"?[^>]*>/g, "");
}

function swapStyles(html) {
  const find = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];
  const fresh = find(new DOMParser().parseFromString(html, "text/html"));
  const stale = find(document);
  fresh.forEach((link, place) => {
    const old = stale[place];
    const href = link.getAttribute("href");
    if (old && old.getAttribute("href") === href) return;
    const next = make("link", { rel: "stylesheet" });
    next.setAttribute("href", href);
    if (link.media) next.media = link.media;
    next.onload = () => old?.remove();
    (old ?? document.head.lastElementChild).after(next);
  });
  stale.slice(fresh.length).forEach((link) => link.remove());
}

function restoreScroll() {
  const saved = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  sessionStorage.removeItem(kept);
  if (saved && saved[0] === location.href) scrollTo({ left: saved[1], top: saved[2], behavior: "instant" });
}

function drawPanel(state) {
  const errors = state.problems.filter((one) => one.severity === "error");
  const list = make("ol");
  for (const one of state.problems) {
    const item = make("li", { className: one.severity });
    const place = one.open ? make("a", { href: one.open, textContent: one.place }) : make("span", { textContent: one.place });
    item.append(place, make("strong", { textContent: ` ${one.severity} ` }), make("code", { textContent: one.code }));
    item.append(make("p", { textContent: one.message }));
    if (one.hint) item.append(make("p", { className: "hint", textContent: one.hint }));
    list.append(item);
  }
  const title = state.fault
    ? state.fault
    : errors.length
      ? `${count(errors.length, "error")}: the page below is the last good one.`
      : count(state.problems.length, "warning");
  panel.replaceChildren(make("h2", { textContent: title }), list);
  const isBad = errors.length > 0 || Boolean(state.fault);
  if (!isBad && state.problems.length === 0) panelWanted = null;
  panel.classList.toggle("bad", isBad);
  panel.hidden = !(panelWanted ?? isBad);
}

function drawBar(state) {
  const here = state.unpublished[decodeURI(location.pathname)];
  const errors = state.problems.filter((one) => one.severity === "error").length;
  const told = state.fault ? "cannot build" : errors ? count(errors, "error") : count(state.problems.length, "warning");
  const toggle = make("button", { type: "button", textContent: told, hidden: told === "0 warnings" });
  toggle.setAttribute("aria-expanded", String(!panel.hidden));
  toggle.onclick = () => {
    panelWanted = panel.hidden;
    panel.hidden = !panelWanted;
    toggle.setAttribute("aria-expanded", String(panelWanted));
  };
  const status = make("span", { className: here ? "status unpublished" : "status" });
  status.textContent = here ? `Not public: ${here.why}` : "Public";
  const parts = [make("strong", { textContent: "Preview" }), status];
  if (here?.open) parts.push(make("a", { href: here.open, textContent: "Open in editor" }));
  const others = Object.keys(state.unpublished).length;
  if (others) parts.push(make("span", { textContent: `${count(others, "page")} of this view not public` }));
  if (state.differences) parts.push(changesButton(state.differences));
  bar.replaceChildren(...parts, viewForm(state), toggle);
}

// What a deploy of this view would change, and a button that shows it.
function changesButton(differences) {
  const groups = ["new", "changed", "gone"];
  const total = groups.reduce((sum, name) => sum + differences[name].count, 0);
  const button = make("button", { type: "button", textContent: `${count(total, "page")} not as published` });
  const lists = groups.filter((name) => differences[name].count).map((name) => changesOf(name, differences[name]));
  const others = make("p", { textContent: `${count(differences.others, "other file")} not as published.` });
  changes.replaceChildren(...lists, others);
  button.setAttribute("aria-expanded", String(!changes.hidden));
  button.onclick = () => {
    changes.hidden = !changes.hidden;
    button.setAttribute("aria-expanded", String(!changes.hidden));
  };
  return button;
}

function changesOf(name, { count: number, pages }) {
  const list = make("ul");
  for (const page of pages) {
    const item = make("li");
    item.append(name === "gone" ? make("span", { textContent: page }) : make("a", { href: page, textContent: page }));
    list.append(item);
  }
  const part = make("div");
  const more = number - pages.length;
  part.append(make("h2", { textContent: `${count(number, "page")} ${name}` }), list);
  if (more) part.append(make("p", { textContent: `and ${more} more` }));
  return part;
}

function viewForm(state) {
  const form = make("form");
  const drafts = make("input", { type: "checkbox", checked: state.view.drafts });
  const audience = make("select");
  audience.append(make("option", { value: "", textContent: "the public" }));
  for (const name of state.audiences) audience.append(make("option", { value: name, textContent: name }));
  audience.value = state.view.audience ?? "";
  const day = make("input", { type: "date", value: state.view.as_of ?? "" });
  form.append(labelled("Drafts", drafts), labelled("For", audience), labelled("As of", day));
  form.onchange = () => {
    const view = { drafts: drafts.checked, audience: audience.value || null, as_of: day.value || null };
    fetch(`${OWN}view`, { method: "POST", body: JSON.stringify(view) });
  };
  form.onsubmit = (event) => event.preventDefault();
  return form;
}

function labelled(text, field) {
  const label = make("label", { textContent: `${text} ` });
  label.append(field);
  return label;
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function make(name, values = {}) {
  return Object.assign(document.createElement(name), values);
}
