// A field that leaves only those rows of a table or list which hold all of its words. Without it they are all there.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const filter of document.querySelectorAll("[data-filter]")) {
  const filtered = document.getElementById(filter.dataset.filter);
  const rows = [...filtered.querySelectorAll("tbody tr, li")];
  const texts = rows.map((row) => plain(row.textContent));
  const [field, status] = [filter.querySelector("input"), filter.querySelector("[role=status]")];
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    for (const part of filtered.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
    status.textContent = shown ? (words.length ? `${shown} / ${rows.length}` : "") : status.dataset.none;
  });
  filter.hidden = false;
}
