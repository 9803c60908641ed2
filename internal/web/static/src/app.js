// The pages work without this module. It spares a few taps: a number and a
// ready-made answer exclude each other as one types, counts get − and +, and a
// page can be printed, copied or shared where the browser knows how.

import "./passkey.js";

const root = document.documentElement;
root.classList.add("js");

// The next page may come before its last figures do, see drawIn below.
document.cookie = `scripts=1; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A typed number and a row chosen under it are two ways to say one thing: the
// last one used wins.
for (const form of all("form[data-exclusive]")) {
  const typed = all("input[inputmode]", form);
  const ticked = all("input[type=radio], input[data-alone]", form);
  const boxes = all("input[type=checkbox]:not([data-alone])", form);
  const untick = (inputs, but) => inputs.forEach((i) => { if (i !== but) i.checked = false; });

  form.addEventListener("input", ({ target }) => {
    if (typed.includes(target) && target.value !== "") untick(ticked);
    if (boxes.includes(target) && target.checked) untick(ticked);
    if (ticked.includes(target) && target.checked) {
      untick(boxes);
      untick(ticked, target);
      const fill = target.dataset.fill ? JSON.parse(target.dataset.fill) : {};
      typed.forEach((i) => { i.value = fill[i.name] ?? ""; });
    }
  });
  let sent = 0; // a second tap within two seconds is a trembling finger
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < 2000 && sent > 0) event.preventDefault();
    else sent = event.timeStamp;
  });
  addEventListener("pageshow", () => { sent = 0; });
}

for (const stepper of all(".stepper")) {
  const input = stepper.querySelector("input");
  const size = Number(input.dataset.step ?? 1);
  const step = (by) => {
    const now = Number(input.value.replace(",", ".")) || 0;
    const next = Math.max(Number(input.dataset.min ?? 0), now + by * size);
    input.value = String(Math.min(Number(input.dataset.max ?? Infinity), next));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const [by, label] of [[-1, stepper.dataset.less], [1, stepper.dataset.more]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = by < 0 ? "−" : "+";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => step(by));
    by < 0 ? stepper.prepend(button) : stepper.append(button);
  }
}

// A form that only computes says what it found in place: the same page that it
// would lead to is fetched, and the part that it names is taken from it. Of two
// answers on their way the last one asked for counts.
for (const form of all("form[data-live]")) {
  let asked = 0;
  let waiting;
  const show = async () => {
    const mine = ++asked;
    const response = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.getElementById(form.dataset.live);
    if (mine === asked && found) document.getElementById(form.dataset.live).replaceChildren(...found.childNodes);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show().catch(() => {}), 250); // the button still leads there
  });
}

// A browser shows only the line of the caret of a field that is reached by Tab.
addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" });
});

for (const button of all("[data-print]")) button.addEventListener("click", () => print());

for (const button of all("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    document.getElementById(button.getAttribute("aria-describedby")).textContent = button.dataset.done;
  });
}

for (const button of all("[data-share]")) {
  if (!navigator.share) button.hidden = true;
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.share).value;
    navigator.share({ text }).catch(() => {}); // closing the sheet is not an error
  });
}

// A page that was sent before its intervals were drawn names where its parts
// are: each takes the place of the one with its name. What is open stays open,
// and a part in which somebody is moving about waits until they have left it.
async function drawIn(page) {
  const waiting = page.querySelector("[data-failed]");
  try {
    const answer = await fetch(page.dataset.parts);
    if (!answer.ok) throw new Error(answer.status);
    const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of all("[data-part]", parts)) exchange(document.getElementById(part.id), part);
  } catch {
    if (waiting) waiting.textContent = waiting.dataset.failed;
  }
  delete page.dataset.parts;
}

function exchange(old, part) {
  if (!old) return;
  if (old.contains(document.activeElement)) {
    old.addEventListener("focusout", () => setTimeout(() => exchange(old, part)), { once: true });
    return;
  }
  const open = all("details", old).map((d) => d.open);
  all("details", part).forEach((d, i) => { d.open = open[i] ?? false; });
  old.replaceWith(part);
}

for (const page of all("[data-parts]")) drawIn(page);
