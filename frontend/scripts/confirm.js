// Asks before something that can't be undone: hx-confirm and data-confirm open the page's own dialog, not the browser's.
import { word } from "./text.js";

/** Take over htmx's question and add the same for plain forms and buttons with data-confirm. */
export function startConfirm() {
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, event.detail.elt.dataset.tone).then((agreed) => {
      if (agreed) event.detail.issueRequest(true);
    });
  });
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    const { target, submitter } = event;
    ask(question, submitter?.dataset.tone).then((agreed) => {
      if (!agreed) return;
      target.dataset.confirmed = "yes";
      target.requestSubmit(submitter ?? undefined);
      delete target.dataset.confirmed;
    });
  });
}

/** Ask one question; resolves to true when the user agrees. Escape and the backdrop mean no. */
export function ask(question, tone = "") {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    dialog.dataset.tone = tone;
    const text = document.createElement("p");
    text.id = "ask-question";
    text.textContent = question;
    dialog.setAttribute("aria-labelledby", text.id);
    const form = document.createElement("form");
    form.method = "dialog";
    form.append(answer("cancel", "btn"), answer("confirm", tone === "danger" ? "btn btn-danger" : "btn btn-primary"));
    dialog.append(text, form);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close("");
    });
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "confirm");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function answer(value, className) {
  const button = document.createElement("button");
  button.value = value;
  button.className = className;
  button.textContent = word(value);
  return button;
}
