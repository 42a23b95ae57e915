// Short messages after an action. The server sends them in the header HX-Trigger: {"toast": {"message", "tone"}}.
import { word } from "./text.js";

const TONES = ["success", "info", "warning", "danger"];
const STAY_MS = 7000;

/** What to show of a toast as the server sent it: a sentence, or {message, tone}. Null when there is nothing. */
export function readToast(detail) {
  const given = typeof detail === "string" ? { message: detail } : detail?.value ? { message: detail.value } : detail;
  const message = String(given?.message ?? "").trim();
  if (!message) return null;
  return { message, tone: TONES.includes(given.tone) ? given.tone : "info" };
}

/** Show a toast. Good news leaves by itself; what needs attention stays until it is closed. */
export function toast(detail) {
  const shown = readToast(detail);
  if (!shown) return;
  const item = document.createElement("div");
  item.className = "toast-item";
  item.dataset.tone = shown.tone;
  if (shown.tone === "danger") item.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = shown.message;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.setAttribute("aria-label", word("close") || "×");
  item.append(text, close);
  region().append(item);
  if (shown.tone === "success" || shown.tone === "info") leaveLater(item);
}

function region() {
  const found = document.querySelector(".toasts");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}

function leaveLater(item) {
  let timer = setTimeout(() => item.remove(), STAY_MS);
  const hold = () => clearTimeout(timer);
  const resume = () => {
    timer = setTimeout(() => item.remove(), STAY_MS);
  };
  item.addEventListener("mouseenter", hold);
  item.addEventListener("focusin", hold);
  item.addEventListener("mouseleave", resume);
  item.addEventListener("focusout", resume);
}

/** Listen for toasts from the server and for their close buttons, also on those that came with the page. */
export function startToasts() {
  document.addEventListener("toast", (event) => toast(event.detail));
  document.addEventListener("click", (event) => {
    event.target.closest?.(".toast-close")?.closest(".toast-item")?.remove();
  });
}
