// Filter forms apply themselves when a choice changes; the button stays for typed text and for pages without scripts.

/** Submit form.filters[data-auto] when a select, date or checkbox in it changes. */
export function startFilters() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form.filters[data-auto]");
    if (!form || event.target.matches('input[type="search"], input[type="text"]')) return;
    form.requestSubmit();
  });
  foldOnPhones();
  document.addEventListener("htmx:afterSettle", foldOnPhones);
  document.addEventListener("submit", (event) => {
    if (event.target.matches?.("form.filters")) leaveOutBlank(event.target);
  });
}

/** On a phone the further filters are folded away until asked for, unless one of them is set. */
function foldOnPhones() {
  if (!window.matchMedia("(max-width: 699px)").matches) return;
  for (const more of document.querySelectorAll("details.filters-more:not([data-set], [data-folded])")) {
    more.dataset.folded = "";
    more.open = false;
  }
}

/** Blank fields stay out of the address, so that a copied link says only what was chosen. */
function leaveOutBlank(form) {
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.value !== "") continue;
    field.disabled = true;
    setTimeout(() => {
      field.disabled = false;
    });
  }
}
