// An assessment followed criterion by criterion; at its end the page of the assessment opens.
import { events, Problem } from "./stream.js";

function show(form, list, bar, { finding, number, of }) {
  const item = list.querySelector(`[data-criterion="${CSS.escape(finding.criterion)}"]`) ?? document.createElement("li");
  item.dataset.criterion = finding.criterion;
  const name = document.createElement("span");
  name.textContent = `${finding.criterion} ${finding.title}`;
  const verdict = document.createElement("span");
  verdict.className = `stance stance-${finding.verdict}`;
  verdict.textContent = form.dataset[finding.verdict];
  item.replaceChildren(name, verdict);
  list.append(item);
  bar.value = Math.min(number / of, 1);
}

async function assess(form, tell) {
  const progress = document.getElementById("progress");
  const stage = progress.querySelector(".stage");
  const list = progress.querySelector("ol");
  const bar = progress.querySelector("progress");
  list.replaceChildren();
  stage.className = "stage";
  progress.hidden = false;
  form.hidden = true;
  document.getElementById("progress-title").focus();
  try {
    for await (const { name, data } of events("/api/assessments", request(form))) {
      if (name === "status") stage.textContent = [form.dataset[data.status], data.detail].filter(Boolean).join(" ");
      if (name === "finding") show(form, list, bar, data);
      if (name === "error") throw new Problem(data.detail);
      if (name === "done") { tell(form.dataset.done); location.assign(`/assessments/${data.id}`); return; }
    }
    throw new Problem(form.dataset.broken);
  } catch (error) {
    stage.className = "warning";
    stage.textContent = error instanceof Problem ? error.message : form.dataset.broken;
    tell(stage.textContent);
    form.hidden = false;
    form.querySelector("button").focus();
  }
}

function request(form) {
  const given = new FormData(form);
  const kind = given.get("kind");
  const language = given.get("language");
  const file = given.get("file");
  if (file?.size) {
    const body = new FormData();
    body.append("file", file, file.name);
    if (kind) body.append("kind", kind);
    body.append("language", language);
    return { body };
  }
  const asked = { title: given.get("title") || form.querySelector("[name=text]").value.trim().slice(0, 60) || "–", text: given.get("text"), language };
  if (kind) asked.kind = kind;
  return { body: JSON.stringify(asked), headers: { "Content-Type": "application/json" } };
}

export function startAssessing(tell) {
  const form = document.getElementById("assess");
  // a document that is there already is assessed by the form itself
  if (!form || form.querySelector("[name=document]")) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    assess(form, tell);
  });
}
