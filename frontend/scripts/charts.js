// Draws <figure class="chart"> from the JSON option it carries. The figure's table stays for those who can't see it.
import { BarChart, HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import {
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { houseOption, rowsAddress, THEME } from "./chart-options.js";

echarts.use([
  BarChart, HeatmapChart, LineChart, SankeyChart, AriaComponent, DatasetComponent, GridComponent, LegendComponent,
  MarkLineComponent, TooltipComponent, VisualMapComponent, LabelLayout, SVGRenderer,
]);
echarts.registerTheme("shanhai", THEME);

const quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
const language = document.documentElement.lang || "zh-hans";
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) echarts.getInstanceByDom(target)?.resize();
});

/** The option of a figure: its data-chart, or a JSON script inside it. */
function readOption(figure) {
  return JSON.parse(figure.dataset.chart ?? figure.querySelector('script[type="application/json"]').textContent);
}

function draw(figure) {
  if (figure.hasAttribute("data-drawn")) return;
  figure.setAttribute("data-drawn", "");
  const place = document.createElement("div");
  place.className = "chart-place";
  const caption = figure.querySelector("figcaption");
  if (caption) caption.after(place);
  else figure.prepend(place);
  const chart = echarts.init(place, "shanhai", { renderer: "svg", locale: language.startsWith("zh") ? "ZH" : "EN" });
  const description = figure.dataset.description ?? words(caption);
  const settings = { description, unit: figure.dataset.unit ?? "", reducedMotion: quiet.matches, number: number.format };
  chart.setOption(houseOption(readOption(figure), settings));
  place.setAttribute("role", "img");
  chart.on("click", (params) => {
    const address = rowsAddress(params);
    if (address) window.location.assign(address);
  });
  resized.observe(place);
}

/** The caption and its small print as one line. */
function words(caption) {
  const parts = [...(caption?.childNodes ?? [])].map((node) => node.textContent.trim());
  return parts.filter(Boolean).join(" · ");
}

function drawAll(root) {
  if (root.matches?.("figure.chart")) draw(root);
  for (const figure of root.querySelectorAll("figure.chart")) draw(figure);
}

function forget(root) {
  for (const place of root.querySelectorAll?.(".chart-place") ?? []) {
    resized.unobserve(place);
    echarts.getInstanceByDom(place)?.dispose();
  }
}

document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
document.addEventListener("htmx:beforeCleanupElement", (event) => forget(event.detail.elt));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => drawAll(document));
else drawAll(document);
