// How much of an upload has been sent; fetch cannot tell, so this is an XMLHttpRequest.

export function startSending(tell) {
  const form = document.getElementById("upload");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const stage = form.querySelector(".stage");
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    const fail = () => {
      stage.className = "warning";
      stage.textContent = form.dataset.broken;
      button.disabled = false;
      tell(form.dataset.broken);
    };
    stage.hidden = bar.hidden = false;
    stage.className = "stage";
    stage.textContent = form.dataset.sending;
    button.disabled = true;
    request.upload.addEventListener("progress", (sent) => { if (sent.lengthComputable) bar.value = sent.loaded / sent.total; });
    request.addEventListener("error", fail);
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      fail();
      const detail = page.querySelector(".detail")?.textContent;
      if (detail) stage.textContent = detail;
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  });
}
