// Server-sent events over POST, which EventSource cannot do: yields {name, data} for each event.

export class Problem extends Error {}

export async function* events(address, options) {
  const headers = { Accept: "text/event-stream", ...options.headers };
  const answer = await fetch(address, { ...options, method: "POST", headers });
  if (!answer.ok) throw new Problem((await answer.json().catch(() => ({}))).detail ?? answer.statusText);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const lines = held.slice(0, end).split("\n");
      held = held.slice(end + 2);
      const field = (name) => lines.filter((l) => l.startsWith(`${name}:`)).map((l) => l.slice(name.length + 1).trimStart());
      const data = field("data").join("\n");
      if (data) yield { name: field("event")[0], data: JSON.parse(data) };
    }
  }
}
