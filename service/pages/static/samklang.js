// What the pages can do beyond links and forms. Everything here is a convenience: without it the
// same forms and links lead to the same places.
import { startAsking } from "./asking.js";
import { startAssessing } from "./assessing.js";
import { startPanel, closePanel } from "./panel.js";
import { startSending } from "./sending.js";

document.documentElement.classList.add("js");

export function tell(text) {
  document.getElementById("told").textContent = text;
}

const typing = (element) =>
  element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function shortcutsOn() {
  try { return localStorage.getItem("samklang-keys") !== "off"; } catch { return true; }
}

function move(step) {
  const items = [...document.querySelectorAll("[data-item]")].filter((one) => one.offsetParent);
  if (!items.length) return;
  const now = items.findIndex((one) => one.contains(document.activeElement));
  const next = items[Math.min(Math.max(now + step, 0), items.length - 1)];
  (next.querySelector("a, button") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function openKeys() {
  document.getElementById("keys").showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!document.querySelector("dialog[open]") && closePanel()) event.preventDefault();
    return;
  }
  if (!shortcutsOn() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = {
    "/": () => document.querySelector("[data-first]")?.focus(),
    "?": openKeys,
    j: () => move(1),
    k: () => move(-1),
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) openKeys();
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    const field = document.getElementById(copier.dataset.copy);
    try { await navigator.clipboard.writeText(field.value); }
    catch { field.select(); document.execCommand("copy"); }
    tell(copier.dataset.copied);
    copier.textContent = copier.dataset.copied;
  }
});

const keys = document.getElementById("keys-on");
keys.checked = shortcutsOn();
keys.addEventListener("change", () => {
  try { localStorage.setItem("samklang-keys", keys.checked ? "on" : "off"); } catch { /* no storage */ }
});

// on a phone what helps to find one's way is folded, so that what was found comes first
if (matchMedia("(max-width: 52rem)").matches) {
  for (const one of document.querySelectorAll(".facets details, .contents")) one.open = false;
}

// a page that is looked at while it changes: what it shows is fetched again until it is done
async function follow() {
  const job = document.getElementById("job");
  if (!job?.dataset.poll) return;
  await new Promise((done) => setTimeout(done, 1500));
  const answer = await fetch(job.dataset.poll).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = job.contains(document.activeElement);
    job.replaceWith(page.getElementById("job"));
    document.title = page.title;
    if (focused) document.getElementById("main").focus();
  }
  follow();
}

startPanel();
startAsking(tell);
startAssessing(tell);
startSending(tell);
follow();
document.documentElement.dataset.ready = "yes";
