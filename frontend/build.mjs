/**
 * Builds src/filon/web/static/web/ from frontend/:
 *
 *   site.css    Tailwind and daisyUI, only the classes the templates use
 *   app.js      htmx and our own scripts; theme.js runs before the first paint
 *   kanban.js   SortableJS, loaded only on a board
 *   charts.js   Vega-Lite, loaded only where a chart is
 *   icons.svg   one sprite of the lucide icons that the sources name
 *
 * The fonts are made by frontend/fonts.py.
 *
 * Usage: node frontend/build.mjs [--watch]
 */
import { spawn } from "node:child_process";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..");
const MODULES = join(ROOT, "node_modules");
const SOURCES = join(ROOT, "src/filon");
const ICONS = join(MODULES, "lucide-static/icons");
const OUT = join(SOURCES, "web/static/web");
const watch = process.argv.includes("--watch");

/** Build the style sheet; stays alive in watch mode. */
function buildStyles() {
  const args = [
    join(MODULES, "@tailwindcss/cli/dist/index.mjs"),
    "--input", join(HERE, "site.css"),
    "--output", join(OUT, "site.css"),
    "--minify",
    ...(watch ? ["--watch"] : []),
  ];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ["inherit", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`Tailwind failed.\n${errors}`)),
    );
  });
}

/**
 * Build the scripts. Each is one self-contained file: app.js loads kanban.js and
 * charts.js by the address the page gives, so hashed static names keep working.
 */
async function buildScripts() {
  const options = {
    bundle: true,
    minify: true,
    target: ["es2022"],
    outdir: OUT,
    legalComments: "linked",
    logLevel: "warning",
  };
  const classic = {
    ...options,
    format: "iife",
    entryPoints: [join(HERE, "theme.js"), join(HERE, "app.js")],
  };
  const lazy = {
    ...options,
    format: "esm",
    entryPoints: [join(HERE, "kanban.js"), join(HERE, "charts.js")],
  };
  if (!watch) return Promise.all([esbuild.build(classic), esbuild.build(lazy)]);
  for (const each of [classic, lazy]) (await esbuild.context(each)).watch();
}

/* Icons that every build has, so that a new page rarely asks for another build. */
const USUAL =
  "arrow-right ban bell building calendar calendar-plus check chevron-down circle-alert " +
  "circle-check clipboard-list clock copy download euro external-link eye factory " +
  "file-text flag folder handshake hand-coins history house info lightbulb link list " +
  "lock mail map-pin message-square mic notebook-pen paperclip pencil percent phone plus " +
  "presentation printer radar refresh-cw reply route save scale search send settings " +
  "shield-alert shopping-cart signature star target thumbs-up trash-2 trending-up " +
  "triangle-alert trophy truck undo-2 upload user user-plus users wallet wrench x";

/** List the files of a folder and its folders that end with one of `endings`. */
async function filesUnder(folder, endings) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && endings.some((end) => entry.name.endsWith(end)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Return the quoted words of templates and Python that are names of lucide icons. */
async function iconNames() {
  const files = await readdir(ICONS);
  const known = new Set(files.map((file) => file.replace(/\.svg$/, "")));
  const found = new Set(USUAL.split(" "));
  for (const file of await filesUnder(SOURCES, [".html", ".py"])) {
    const text = await readFile(file, "utf8");
    for (const [, word] of text.matchAll(/["']([a-z][a-z0-9-]{0,40})["']/g)) {
      if (known.has(word)) found.add(word);
    }
  }
  return [...found].sort();
}

/** Write one sprite with a symbol for each icon that the sources may name. */
async function buildIcons() {
  const symbols = (await iconNames()).map(async (name) => {
    const source = await readFile(join(ICONS, `${name}.svg`), "utf8");
    const body = source
      .replace(/<!--.*?-->/s, "")
      .match(/<svg[^>]*>(.*)<\/svg>/s)[1]
      .replace(/\s*\n\s*/g, " ")
      .replace(/> </g, "><")
      .trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  const sprite =
    "<!-- lucide, ISC licence -->" +
    '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" ' +
    'stroke-linecap="round" stroke-linejoin="round">' +
    `${(await Promise.all(symbols)).join("")}</svg>`;
  await writeFile(join(OUT, "icons.svg"), sprite);
}

await mkdir(OUT, { recursive: true });
await Promise.all([
  buildIcons(),
  buildScripts(),
  buildStyles(),
  copyFile(join(HERE, "favicon.svg"), join(OUT, "favicon.svg")),
]);
