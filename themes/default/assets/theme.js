// Light, dark or automatic colours, remembered. Loaded before the page is drawn, so that no wrong colours flash up;
// it also tells the style sheet that scripts run, so that a narrow window may fold the menu away, and while the page
// still arrives, so that nothing is drawn that its later parts would move.
{
  const root = document.documentElement;
  const CHOICES = ["auto", "light", "dark"];
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (choice) => { try { localStorage.setItem("theme", choice); } catch { /* it lasts as long as the page */ } };
  const show = (choice) => { if (choice === "auto") delete root.dataset.theme; else root.dataset.theme = choice; };

  let choice = CHOICES.includes(read()) ? read() : "auto";
  show(choice);
  root.dataset.scripted = "";
  root.dataset.arriving = "";
  document.addEventListener("readystatechange", () => { delete root.dataset.arriving; }, { once: true });
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme-switch");
    if (!button) return;
    const name = () => { button.textContent = button.dataset[choice]; };
    button.addEventListener("click", () => {
      choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
      keep(choice);
      show(choice);
      name();
    });
    name();
    button.hidden = false;
  });
}
