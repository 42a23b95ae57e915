// What keys mean on the reader, and where moving stops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, nextIndex } from "../scripts/reader.js";
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
