// What the house adds to a chart, and where a click may lead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { houseOption, rowsAddress } from "../scripts/chart-options.js";

test("a chart always describes itself to a screen reader", () => {
  const option = houseOption({ series: [{ type: "bar" }] }, { description: "各市州投资" });
  assert.equal(option.aria.enabled, true);
  assert.equal(option.aria.label.description, "各市州投资");
  assert.equal("description" in houseOption({}, {}).aria.label, false);
});

test("nothing moves for those who asked for no motion", () => {
  assert.equal(houseOption({}, { reducedMotion: true }).animation, false);
  assert.equal(houseOption({}, {}).animation, true);
});

test("values are shown with their unit, and a missing value is a dash and no zero", () => {
  const show = houseOption({ series: [{ type: "bar" }] }, { unit: "亿元", number: (value) => value.toFixed(1) }).tooltip.valueFormatter;
  assert.equal(show(17.58), "17.6 亿元");
  assert.equal(show(null), "—");
  assert.equal(show(undefined), "—");
  assert.equal(show(0), "0.0 亿元");
});

test("what the page asks for wins over the house", () => {
  const option = houseOption({ animation: false, grid: { top: 1 }, legend: { top: 9 }, tooltip: { trigger: "none" }, series: [{ type: "line" }] });
  assert.deepEqual([option.animation, option.grid.top, option.legend.top, option.tooltip.trigger], [false, 1, 9, "none"]);
});

test("a flow or a matrix is pointed at by item, bars by category", () => {
  assert.equal(houseOption({ series: [{ type: "sankey" }] }).tooltip.trigger, "item");
  assert.equal(houseOption({ series: [{ type: "bar" }] }).tooltip.trigger, "axis");
});

test("a datum opens its rows on this site and nowhere else", () => {
  assert.equal(rowsAddress({ data: { url: "/results/?unit=451000" } }), "/results/?unit=451000");
  assert.equal(rowsAddress({ data: ["百色", 1, "/results/"], dimensionNames: ["市州", "值", "url"] }), "/results/");
  for (const url of ["https://example.org/", "//example.org/", "javascript:alert(1)", 7]) {
    assert.equal(rowsAddress({ data: { url } }), "");
  }
  assert.equal(rowsAddress({ data: ["百色", 1], dimensionNames: ["市州", "值"] }), "");
  assert.equal(rowsAddress(undefined), "");
});
