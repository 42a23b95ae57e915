// Reviewing findings without a mouse: j/k or arrows move, a accepts, e edits, r rejects the selected one,
// u undoes it, or the last decision of this visit when the selected one waits.
// Buttons carry data-key; a press clicks the button, so keyboard and mouse do the same thing.
import { isTyping } from "./text.js";
import { toast } from "./toasts.js";

const STORED = "shanhai.reader.keys";

/** The place to go to from `at` among `count` findings; -1 when there is none. Stops at both ends. */
export function nextIndex(at, count, step) {
  if (count === 0) return -1;
  if (at < 0) return step > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, at + step));
}

/** What a key press means on the reader: {step} to move, {press} to click a button, or null. */
export function meaning({ key, ctrlKey, metaKey, altKey, inList }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === "j" || (inList && key === "ArrowDown")) return { step: 1 };
  if (key === "k" || (inList && key === "ArrowUp")) return { step: -1 };
  if (/^[a-z]$/.test(key)) return { press: key };
  return null;
}

/** Add to the decisions of this visit what changed between two looks at the states ({id: state}); the last is newest. */
export function decisionsAfter(decisions, before, now) {
  const changed = Object.keys(now).filter((id) => id in before && before[id] !== now[id]);
  const kept = decisions.filter((id) => !changed.includes(id));
  return [...kept, ...changed.filter((id) => now[id] !== "proposed")];
}

/** Which finding `u` undoes: the selected one when it is decided, else the last decision of this visit; null for none. */
export function toUndo(decisions, states, current) {
  const isDecided = (id) => id in states && states[id] !== "proposed";
  if (current && isDecided(current)) return current;
  return decisions.findLast(isDecided) ?? null;
}

let decisions = [];
let known = {};

/** Wire every [data-reader] of the page; works again after a swap, since it looks things up when asked. */
export function startReader() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onSwitch);
  document.addEventListener("htmx:afterSettle", onSettled);
  for (const box of document.querySelectorAll("[data-reader-keys]")) box.checked = keysOn();
  const reader = document.querySelector("[data-reader]");
  if (reader) known = statesOf(reader);
}

function keysOn() {
  return localStorage.getItem(STORED) !== "off";
}

function onSwitch(event) {
  if (!event.target.matches?.("[data-reader-keys]")) return;
  localStorage.setItem(STORED, event.target.checked ? "on" : "off");
}

function statesOf(reader) {
  return Object.fromEntries(cards(reader).map((card) => [card.dataset.findingCard, card.dataset.state ?? ""]));
}

function cards(reader) {
  return [...reader.querySelectorAll("[data-finding-card]")];
}

function selected(reader) {
  return cards(reader).findIndex((card) => card.hasAttribute("aria-current"));
}

function onKey(event) {
  const reader = document.querySelector("[data-reader]");
  if (!reader || !keysOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const inList = Boolean(event.target.closest?.("[data-finding-card], mark.finding"));
  const wanted = meaning({ ...pick(event), inList });
  if (!wanted) return;
  if (wanted.step) {
    event.preventDefault();
    select(reader, nextIndex(selected(reader), cards(reader).length, wanted.step), true);
    return;
  }
  if (wanted.press === "u") return undo(event, reader);
  const card = cards(reader)[selected(reader)];
  press(event, reader, card, wanted.press);
}

function undo(event, reader) {
  const list = cards(reader);
  const id = toUndo(decisions, statesOf(reader), list[selected(reader)]?.dataset.findingCard);
  const at = list.findIndex((card) => card.dataset.findingCard === id);
  if (at < 0) {
    if (reader.querySelector("[data-key]")) toast({ message: reader.dataset.textUndecided ?? "", tone: "info" });
    return;
  }
  select(reader, at, false);
  press(event, reader, list[at], "u");
}

function press(event, reader, card, key) {
  const button = card?.querySelector(`[data-key="${key}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  // Only a decision leads on to the next one: opening the form does not.
  reader.dataset.advance = card.dataset.state ?? "";
  button.click();
}

function pick({ key, ctrlKey, metaKey, altKey }) {
  return { key, ctrlKey, metaKey, altKey };
}

function onClick(event) {
  const mark = event.target.closest?.("mark.finding[data-finding]");
  const card = event.target.closest?.("[data-finding-card]");
  const reader = (mark ?? card)?.closest("[data-reader]");
  if (!reader) return;
  const id = mark ? mark.dataset.finding : card.dataset.findingCard;
  const index = cards(reader).findIndex((item) => item.dataset.findingCard === id);
  select(reader, index, Boolean(mark));
}

/** Select one finding in the list and in the text. `move` also takes the focus and scrolls there. */
function select(reader, index, move) {
  const list = cards(reader);
  const card = list[index];
  if (!card) return;
  for (const item of list) item.removeAttribute("aria-current");
  for (const item of reader.querySelectorAll("mark.finding.is-selected")) item.classList.remove("is-selected");
  card.setAttribute("aria-current", "true");
  reader.dataset.current = card.dataset.findingCard;
  const marks = marksOf(reader, card.dataset.findingCard);
  for (const item of marks) item.classList.add("is-selected");
  if (!move) return;
  if (!card.hasAttribute("tabindex")) card.tabIndex = -1;
  (card.querySelector("[autofocus]") ?? card).focus({ preventScroll: true });
  const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  for (const pane of reader.querySelectorAll(".reader-text")) showIn(pane, [...marks].find((mark) => pane.contains(mark)), behavior);
  // Side by side the whole reader fits on the screen and its parts scroll; stacked on a phone only the card is shown.
  if (reader.clientHeight > window.innerHeight) return card.scrollIntoView({ block: "nearest", behavior });
  showIn(card.closest(".findings"), card, behavior);
  reader.scrollIntoView({ block: "nearest", behavior });
}

/** Scroll a box, and nothing around it, so that something inside stands in its middle (its head, if it is tall). */
function showIn(box, inside, behavior) {
  if (!box || !inside) return;
  const place = inside.getBoundingClientRect();
  // A tall card keeps its scroll margin free: the heading of its group stands there.
  const room = Math.max((box.clientHeight - place.height) / 2, parseFloat(getComputedStyle(inside).scrollMarginTop) || 0);
  const top = place.top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTo({ top: top - room, behavior });
}

function marksOf(reader, id) {
  return reader.querySelectorAll(`mark.finding[data-finding="${CSS.escape(id)}"]`);
}

/** After the server's answer: the text shows the card's new state, and the next open finding is selected. */
function onSettled() {
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  for (const card of cards(reader)) {
    for (const mark of marksOf(reader, card.dataset.findingCard)) mark.dataset.state = card.dataset.state ?? "";
  }
  const states = statesOf(reader);
  decisions = decisionsAfter(decisions, known, states);
  known = states;
  const current = reader.dataset.current;
  const list = cards(reader);
  const at = list.findIndex((card) => card.dataset.findingCard === current);
  const before = reader.dataset.advance;
  delete reader.dataset.advance;
  if (before === undefined) {
    // A card that was swapped by a click stays the selected one; nothing moves.
    if (at >= 0 && selected(reader) < 0) select(reader, at, false);
    return;
  }
  const now = at >= 0 ? list[at].dataset.state : before;
  const decided = now !== before && now !== "proposed";
  const open = list.findIndex((card, index) => index > at && card.dataset.state === "proposed");
  select(reader, decided && open >= 0 ? open : at, true);
}
