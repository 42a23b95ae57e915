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
  // On a phone the row of tabs is wider than the screen: the open one is brought into it, the page stays.
  for (const tab of document.querySelectorAll('.tabs [aria-current="page"]')) {
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
