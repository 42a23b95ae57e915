// Builds everything the pages load into shanhai/web/static/dist, so that no page asks another host for a file.
// Run by `npm run build`; `--watch` builds again when a source changes.
import { copyFileSync, readFileSync, mkdirSync, rmSync, writeFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const target = join(root, "shanhai", "web", "static", "dist");

const options = {
  entryPoints: [
    { in: join(here, "scripts", "app.js"), out: "app" },
    { in: join(here, "scripts", "charts.js"), out: "charts" },
    { in: join(here, "styles", "app.css"), out: "app" },
  ],
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "firefox90", "safari15"],
  legalComments: "linked",
  charset: "utf8",
  logLevel: "warning",
};
/** One sprite of the icons that pages use: <use href="…/icons.svg#icon-home">. */
function sprite(names) {
  const symbols = names.map((name) => {
    const file = join(root, "node_modules", "@tabler", "icons", "icons", "outline", `${name}.svg`);
    const paths = readFileSync(file, "utf8")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
      .replace(/\s+/g, " ")
      .trim();
    return (
      `<symbol id="icon-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"` +
      ` stroke-linecap="round" stroke-linejoin="round">${paths}</symbol>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Style sheets that fetch from elsewhere would break an office network, so the build refuses them. */
function refuseRemote() {
  for (const name of readdirSync(target).filter((file) => file.endsWith(".css"))) {
    const text = readFileSync(join(target, name), "utf8");
    const remote = text.match(/(?:url\(|@import)\s*["']?(?:https?:)?\/\/[^"')]+/);
    if (remote) throw new Error(`${name} would fetch from another host: ${remote[0]}`);
  }
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "icons.svg"), sprite(JSON.parse(readFileSync(join(here, "icons.json"), "utf8"))));
copyFileSync(join(here, "logo.svg"), join(target, "logo.svg"));
if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
  refuseRemote();
}
