// Answers shown as they come. The last word is the server's: when an answer is complete, its turn is
// fetched as a page would show it, so there is one way of drawing an answer.
import { events, Problem } from "./stream.js";

let tell = () => {};
let running = null;

const form = () => document.getElementById("ask");

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
  return element;
}

function begin(question) {
  const turn = make("article", "", { class: "turn", "aria-busy": "true" });
  const head = make("h2", question, { tabindex: "-1" });
  const stage = make("p", form().dataset.searching, { class: "stage" });
  const stop = make("button", form().dataset.stop, { type: "button" });
  const claims = make("ol", "", { class: "claims" });
  turn.append(head, stage, claims, stop);
  document.getElementById("turns").append(turn);
  turn.scrollIntoView({ block: "start" });
  stop.focus({ preventScroll: true });
  stop.addEventListener("click", () => running?.abort());
  return { turn, stage, claims, stop };
}

function addClaim(list, claim) {
  const item = make("li", "", { class: claim.status === "supported" ? "claim" : "claim unsupported" });
  const text = make(claim.status === "supported" ? "span" : "s", claim.text, { lang: claim.language });
  item.append(text);
  if (claim.status !== "supported") item.append(make("p", `${form().dataset.unsupported}: ${claim.reason ?? ""}`, { class: "reason" }));
  for (const one of claim.citations) item.append(make("p", one.title, { class: "facts" }));
  list.append(item);
}

function describe(status) {
  const said = form().dataset[status.status] ?? status.status;
  return status.detail ? `${said} ${status.detail}` : said;
}

async function conversation() {
  if (form().dataset.conversation) return form().dataset.conversation;
  const answer = await fetch("/api/conversations", { method: "POST" });
  if (!answer.ok) throw new Problem((await answer.json().catch(() => ({}))).detail ?? answer.statusText);
  return (await answer.json()).id;
}

async function finish(view, id, answer) {
  const number = document.querySelectorAll("#turns .turn[data-number]").length + 1;
  const page = await fetch(`/conversations/${id}/turns/${number}`);
  if (!page.ok) throw new Problem(page.statusText);
  const drawn = document.createElement("template");
  drawn.innerHTML = await page.text();
  const focused = view.turn.contains(document.activeElement);
  const turn = drawn.content.querySelector(".turn");
  view.turn.replaceWith(turn);
  form().dataset.conversation = id;
  for (const gone of ["examples", "recent-list"]) document.getElementById(gone)?.remove();
  history.replaceState(null, "", `/conversations/${id}`);
  if (focused) turn.querySelector("h2").focus();
  const quotes = answer.claims.reduce((sum, one) => sum + one.citations.length, 0);
  tell(answer.abstained ? form().dataset.silent : `${form().dataset.done} ${quotes}`);
}

async function ask(question, collections) {
  running?.abort();
  running = new AbortController();
  const view = begin(question);
  let done = null;
  try {
    const id = await conversation();
    const body = JSON.stringify({ question, conversation_id: id, ...(collections.length && { collections }) });
    const options = { body, headers: { "Content-Type": "application/json" }, signal: running.signal };
    for await (const { name, data } of events("/api/ask", options)) {
      if (name === "status") view.stage.textContent = describe(data);
      if (name === "claim") addClaim(view.claims, data);
      if (name === "error") throw new Problem(data.detail);
      if (name === "done") done = data;
    }
    if (!done) throw new Problem(form().dataset.broken);
    await finish(view, id, done);
  } catch (error) {
    const said = error.name === "AbortError" ? form().dataset.stopped : error instanceof Problem ? error.message : form().dataset.broken;
    view.turn.removeAttribute("aria-busy");
    view.claims.remove();
    view.stop.remove();
    view.stage.className = "warning";
    view.stage.textContent = said;
    document.getElementById("question").value = question;
    document.getElementById("question").focus();
    tell(said);
  } finally { running = null; }
}

export function startAsking(told) {
  tell = told;
  if (!form()) return;
  document.addEventListener("submit", (event) => {
    const own = event.target;
    if (own !== form() && !own.matches("[data-example]")) return;
    event.preventDefault();
    const data = new FormData(own);
    const question = data.get("question").trim();
    if (!question) return;
    if (own === form()) document.getElementById("question").value = "";
    ask(question, data.getAll("collection"));
  });
  document.getElementById("question").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form().requestSubmit(); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") running?.abort(); });
}
