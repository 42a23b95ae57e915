// Words shown by scripts come from the page (<body data-text-confirm="确定">), so scripts know no language.

/** The page's word for a key, or an empty string. */
export function word(key) {
  return document.body.getAttribute(`data-text-${key}`) ?? "";
}

/** Whether a key press belongs to a field in which the user types. */
export function isTyping(element) {
  if (!element) return false;
  if (element.isContentEditable) return true;
  const name = (element.tagName ?? "").toLowerCase();
  if (name === "textarea" || name === "select") return true;
  const quiet = ["button", "checkbox", "radio", "submit", "reset", "file", "range"];
  return name === "input" && !quiet.includes(element.type);
}
