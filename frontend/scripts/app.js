// What every page loads: htmx and the small helpers that make pages quicker. Every page works without them.
import htmx from "htmx.org";
import { startConfirm } from "./confirm.js";
import { startFilters } from "./filters.js";
import { startMenus } from "./menus.js";
import { startReader } from "./reader.js";
import { startRequests } from "./requests.js";
import { startToasts } from "./toasts.js";
import { startUpload } from "./upload.js";

window.htmx = htmx;
document.documentElement.classList.add("js");
startRequests(htmx);

function start() {
  startToasts();
  startConfirm();
  startMenus();
  startFilters();
  startReader();
  startUpload();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
