// How htmx talks to the server: same host only, nothing evaluated, Django's token sent, refusals shown as toasts.
import { toast } from "./toasts.js";
import { word } from "./text.js";

/** Set up htmx before it reads the page. */
export function startRequests(htmx) {
  Object.assign(htmx.config, {
    selfRequestsOnly: true,
    allowEval: false,
    includeIndicatorStyles: false,
    historyCacheSize: 0, // pages may hold masked personal data: nothing of them stays in the browser
    scrollIntoViewOnBoost: false,
    // A form that was refused comes back as 422 with its messages and takes the form's place.
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:responseError", (event) => {
    toast({ message: refusal(event.detail.xhr) || word("error"), tone: "danger" });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => toast({ message: word("offline"), tone: "danger" }));
  }
}

/** The sentence of a refusal in the API's shape, {"code", "message", …}; empty when there is none. */
export function refusal(answer) {
  const type = answer?.getResponseHeader?.("Content-Type") ?? "";
  if (!type.includes("json")) return "";
  try {
    return String(JSON.parse(answer.responseText).message ?? "");
  } catch {
    return "";
  }
}
