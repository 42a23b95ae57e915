// What the house adds to a chart's option: colours, quiet axes, a description for screen readers. No drawing here.

export const COLOURS = ["#14677a", "#c0782a", "#5a8550", "#b0472f", "#74548a", "#5d7486"];
const INK = "#23323b";
const FAINT = "#5c6b74";
const LINE = "#dde3e4";
const FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif';

export const THEME = {
  color: COLOURS,
  textStyle: { fontFamily: FONT, color: INK },
  title: { textStyle: { fontSize: 15, fontWeight: 600, color: INK } },
  legend: { textStyle: { color: FAINT }, itemWidth: 14, itemHeight: 10, icon: "roundRect" },
  categoryAxis: axis({ axisLine: { show: true, lineStyle: { color: LINE } }, splitLine: { show: false } }),
  valueAxis: axis({ axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: LINE } } }),
  tooltip: { backgroundColor: "#fff", borderColor: LINE, textStyle: { color: INK, fontSize: 13 } },
  bar: { barMaxWidth: 28, itemStyle: { borderRadius: [2, 2, 0, 0] } },
  line: { symbolSize: 7, lineStyle: { width: 2.5 } },
  sankey: { label: { color: INK }, lineStyle: { color: "gradient", opacity: 0.35 } },
  visualMap: { inRange: { color: ["#eef4f2", "#9cc3c2", "#3f8793", "#123f4c"] } },
};

function axis(more) {
  return { axisTick: { show: false }, axisLabel: { color: FAINT, fontSize: 12 }, ...more };
}

/** The option to draw: the page's own wins over what the house adds. */
export function houseOption(option, { description = "", unit = "", reducedMotion = false, number } = {}) {
  const series = [option.series ?? []].flat();
  const plain = series.length === 0 || series.some((one) => one.type === "bar" || one.type === "line");
  const format = (value) => (typeof value === "number" ? `${number ? number(value) : value}${unit && ` ${unit}`}` : value ?? "—");
  return {
    animation: !reducedMotion,
    animationDuration: 350,
    ...(plain && !option.grid ? { grid: { left: 8, right: 16, top: option.legend ? 40 : 16, bottom: 8, containLabel: true } } : {}),
    ...option,
    ...(option.legend ? { legend: legendOnTop(option.legend) } : {}),
    tooltip: { trigger: plain ? "axis" : "item", axisPointer: { type: "shadow" }, valueFormatter: format, confine: true, ...option.tooltip },
    aria: { enabled: true, ...option.aria, label: { ...(description && { description }), ...option.aria?.label } },
  };
}

/** ECharts 6 lays legends over the axis below; ours stand above the plot, at its left. */
function legendOnTop(legend) {
  return Array.isArray(legend) ? legend : { top: 0, left: 0, bottom: "auto", ...legend };
}

/** Where a datum leads: its own `url`, or the column `url` of a dataset row. Only addresses of this site. */
export function rowsAddress(params) {
  const data = params?.data;
  const names = params?.dimensionNames ?? [];
  const url = Array.isArray(data) ? data[names.indexOf("url")] : data?.url;
  return typeof url === "string" && /^\/(?!\/)/.test(url) ? url : "";
}
