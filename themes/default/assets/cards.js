// Cards that tell who or what a link names, where a mouse rests on it or the keyboard reaches it; never on touch.
// What they tell is in the small file beside the page that the link leads to, and is fetched when first asked for.
const LINKS = "a[data-card], a.mention";
const PAUSE = 350; // milliseconds before a card comes under a mouse
const GRACE = 250; // and before it goes, so that the mouse can move onto it

const card = document.createElement("div");
card.id = "hover-card";
card.className = "hover-card";
card.setAttribute("role", "tooltip");
card.hidden = true;

const known = new Map();
let link = null;
let timer = 0;

/** Name and summary of what a link leads to; null where nothing is to be had. */
function told(href) {
  if (!known.has(href)) {
    const facts = fetch(new URL("index.json", href)).then((answer) => (answer.ok ? answer.json() : null));
    known.set(href, facts.then((all) => all && (all.actor ?? all.topic ?? null)).catch(() => null));
  }
  return known.get(href);
}

async function show(target) {
  hide();
  link = target;
  const record = await told(target.href);
  if (!record || link !== target) return;
  const [name, text] = [document.createElement("strong"), document.createElement("p")];
  name.textContent = record.name;
  text.textContent = record.summary;
  card.replaceChildren(name, text);
  document.body.append(card);
  card.hidden = false;
  target.setAttribute("aria-describedby", card.id);
  place(target.getClientRects()[0]);
}

/** Below the link or, where there is no room, above it; never beyond the edge of the window. */
function place(at) {
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const below = at.bottom + 6 + height < innerHeight || at.top < height;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? at.bottom + 6 : at.top - height - 6) + scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  link?.removeAttribute("aria-describedby");
  link = null;
  card.hidden = true;
}

function later(action, pause) {
  clearTimeout(timer);
  timer = setTimeout(action, pause);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const target = event.target.closest(LINKS);
  if (target && target !== link) later(() => show(target), PAUSE);
  else if (target || card.contains(event.target)) clearTimeout(timer);
  else later(hide, GRACE);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches(LINKS) && event.target.matches(":focus-visible")) show(event.target);
  else hide();
});
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
