// A button that copies the citation; without this script, or without a clipboard, it is not shown.
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
  const words = button.textContent;
  const citation = button.closest("section").querySelector("[data-citation]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(citation.textContent.replace(/\s+/g, " ").trim());
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
