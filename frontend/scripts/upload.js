// A file can be dropped on .upload; the chosen names are shown. Without scripts it is an ordinary file field.

/** Wire the drop places, also those that come with a later swap. */
export function startUpload() {
  document.addEventListener("change", (event) => {
    if (event.target.matches?.('.upload input[type="file"]')) showNames(event.target);
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const place = event.target.closest?.(".upload");
      if (!place) return;
      event.preventDefault();
      place.toggleAttribute("data-over", name === "dragover");
      const field = place.querySelector('input[type="file"]');
      if (name !== "drop" || !field || !event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

function showNames(field) {
  const place = field.closest(".upload").querySelector(".upload-names");
  if (!place) return;
  const size = (file) => `${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} KB`;
  place.textContent = [...field.files].map((file) => `${file.name} · ${size(file)}`).join("\n");
}
