// Menus are <details class="menu">, which open without scripts; here they also close. The phone's navigation folds.

/** Close open menus on Escape and on a click elsewhere; wire the buttons that fold a part of the page. */
export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const toggle = event.target.closest?.("[data-folds]");
    if (toggle) fold(toggle, toggle.getAttribute("aria-expanded") === "true");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    for (const toggle of document.querySelectorAll('[data-folds][aria-expanded="true"]')) fold(toggle, true);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}

function fold(toggle, close) {
  toggle.setAttribute("aria-expanded", String(!close));
  document.getElementById(toggle.dataset.folds)?.toggleAttribute("data-open", !close);
}
