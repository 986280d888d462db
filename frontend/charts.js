/* Charts: Vega-Lite without eval and without injected styles, in the theme's colours. */
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const LOCALES = {
  fr: {
    number: { decimal: ",", thousands: "\u202f", grouping: [3], currency: ["", "\u00a0€"] },
    time: {
      dateTime: "%A %e %B %Y à %X",
      date: "%d/%m/%Y",
      time: "%H:%M:%S",
      periods: ["AM", "PM"],
      days: names("fr", "weekday", "long"),
      shortDays: names("fr", "weekday", "short"),
      months: names("fr", "month", "long"),
      shortMonths: names("fr", "month", "short"),
    },
  },
};

/** Names of the days (from Sunday) or of the months, as the browser knows them. */
function names(language, part, width) {
  const count = part === "month" ? 12 : 7;
  const format = new Intl.DateTimeFormat(language, { [part]: width, timeZone: "UTC" });
  return Array.from({ length: count }, (_, index) =>
    // 4 January 2026 is a Sunday; day 1 of each month for the months.
    format.format(part === "month" ? Date.UTC(2026, index, 1) : Date.UTC(2026, 0, 4 + index)),
  );
}

const drawn = new Map();

export function start(root) {
  for (const view of root.querySelectorAll("[data-chart]")) {
    if (!drawn.has(view)) draw(view);
  }
}

document.addEventListener("filon:theme", () => {
  for (const view of drawn.keys()) {
    if (view.isConnected) draw(view);
    else drawn.delete(view);
  }
});

async function draw(view) {
  const island = document.getElementById(view.dataset.chart);
  const language = document.documentElement.lang.slice(0, 2);
  const locale = LOCALES[language];
  drawn.get(view)?.finalize();
  drawn.set(view, undefined);
  try {
    const spec = JSON.parse(island.textContent);
    const result = await embed(view, { width: "container", ...spec }, {
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      formatLocale: locale?.number,
      timeFormatLocale: locale?.time,
      config: theme(),
    });
    drawn.set(view, result);
  } catch (error) {
    // The table below the chart says the same: open it.
    view.dataset.failed = "yes";
    view.closest("figure")?.querySelector("details")?.setAttribute("open", "");
    console.error(error);
  }
}

/** The page's colours, in a notation that every colour function of Vega reads. */
function theme() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = style.getPropertyValue(name).trim();
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return `rgb(${red},${green},${blue})`;
  };
  const ink = colour("--color-base-content");
  const muted = colour("--muted");
  const line = colour("--line");
  const marks = ["--color-primary", "--vein", "--color-success", "--line-strong"];
  const font = style.fontFamily;
  return {
    background: "transparent",
    font,
    view: { stroke: null },
    range: { category: [...marks.map(colour), colour("--color-info"), colour("--color-error")] },
    axis: {
      labelColor: muted, titleColor: muted, gridColor: line, domainColor: line,
      tickColor: line, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500,
      labelPadding: 6, ticks: false,
    },
    axisX: { grid: false, labelAngle: 0, labelOverlap: true, labelSeparation: 6 },
    axisY: { domain: false },
    legend: {
      labelColor: ink, titleColor: muted, labelFontSize: 12, orient: "top", title: null,
    },
    title: { color: ink, fontSize: 14, anchor: "start" },
    text: { color: ink, fontSize: 12 },
    bar: { cornerRadiusEnd: 2, color: colour("--color-primary") },
    line: { strokeWidth: 2, color: colour("--color-primary") },
    rule: { color: colour("--vein") },
    arc: { stroke: colour("--color-base-100"), strokeWidth: 2 },
  };
}
