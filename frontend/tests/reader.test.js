// What keys mean on the reader, and where moving stops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decisionsAfter, meaning, nextIndex, toUndo } from "../scripts/reader.js";
import { isTyping } from "../scripts/text.js";

const press = (key, more = {}) => meaning({ key, ctrlKey: false, metaKey: false, altKey: false, inList: false, ...more });

test("j and k move through the findings", () => {
  assert.deepEqual(press("j"), { step: 1 });
  assert.deepEqual(press("k"), { step: -1 });
});

test("arrows move only inside the list, so the page still scrolls", () => {
  assert.equal(press("ArrowDown"), null);
  assert.deepEqual(press("ArrowDown", { inList: true }), { step: 1 });
  assert.deepEqual(press("ArrowUp", { inList: true }), { step: -1 });
});

test("a letter presses the button that carries it, a shortcut of the browser does not", () => {
  assert.deepEqual(press("a"), { press: "a" });
  assert.equal(press("a", { ctrlKey: true }), null);
  assert.equal(press("r", { metaKey: true }), null);
  assert.equal(press("Enter"), null);
});

test("moving starts at an end and stops at the other", () => {
  assert.equal(nextIndex(-1, 3, 1), 0);
  assert.equal(nextIndex(-1, 3, -1), 2);
  assert.equal(nextIndex(2, 3, 1), 2);
  assert.equal(nextIndex(0, 3, -1), 0);
  assert.equal(nextIndex(-1, 0, 1), -1);
});

test("keys are left alone while somebody types", () => {
  assert.equal(isTyping({ tagName: "TEXTAREA" }), true);
  assert.equal(isTyping({ tagName: "INPUT", type: "text" }), true);
  assert.equal(isTyping({ tagName: "DIV", isContentEditable: true }), true);
  assert.equal(isTyping({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(isTyping({ tagName: "BUTTON" }), false);
});

test("every decision of the visit is remembered in its order, and an undone one forgotten", () => {
  let made = decisionsAfter([], { 1: "proposed", 2: "proposed" }, { 1: "accepted", 2: "proposed" });
  made = decisionsAfter(made, { 1: "accepted", 2: "proposed" }, { 1: "accepted", 2: "rejected" });
  assert.deepEqual(made, ["1", "2"]);
  assert.deepEqual(decisionsAfter(made, { 1: "accepted", 2: "rejected" }, { 1: "rejected", 2: "rejected" }), ["2", "1"]);
  assert.deepEqual(decisionsAfter(made, { 1: "accepted", 2: "rejected" }, { 1: "accepted", 2: "proposed" }), ["1"]);
});

test("u undoes the selected finding when it is decided, else the last decision of the visit", () => {
  const states = { 1: "accepted", 2: "rejected", 3: "proposed" };
  assert.equal(toUndo(["1", "2"], states, "1"), "1");
  assert.equal(toUndo(["1", "2"], states, "3"), "2");
  assert.equal(toUndo(["1", "2"], states, undefined), "2");
});

test("u finds nothing where nobody decided during the visit, or the decided card is gone", () => {
  assert.equal(toUndo([], { 1: "accepted", 3: "proposed" }, "3"), null);
  assert.equal(toUndo(["9"], { 3: "proposed" }, "3"), null);
});
