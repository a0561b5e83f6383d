// A source beside what cites it, where there is room; elsewhere the link leads to the reader.

const wide = matchMedia("(min-width: 68rem)");
let cameFrom = null;
let asked = null;

function panel() { return document.getElementById("panel"); }

export function closePanel() {
  const own = panel();
  if (!own?.querySelector(".place")) return false;
  own.replaceChildren();
  own.parentElement.classList.remove("opened");
  for (const one of document.querySelectorAll("[data-panel][aria-current]")) one.removeAttribute("aria-current");
  cameFrom?.focus();
  cameFrom = null;
  return true;
}

async function open(link) {
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(link.dataset.panel, { signal: asked.signal });
  if (!answer.ok) { location.assign(link.href); return; }
  const own = panel();
  own.innerHTML = await answer.text();
  own.parentElement.classList.add("opened");
  for (const one of document.querySelectorAll("[data-panel][aria-current]")) one.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  cameFrom = link;
  own.scrollTop = 0;
  own.querySelector("h2")?.focus();
}

export function startPanel() {
  if (!panel()) return;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { closePanel(); return; }
    const link = event.target.closest("a[data-panel]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || !wide.matches) return;
    event.preventDefault();
    open(link).catch((error) => { if (error.name !== "AbortError") location.assign(link.href); });
  });
}
