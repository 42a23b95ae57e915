// What the build leaves: small, whole, and asking no other host for anything.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const frontend = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(frontend, "..", "shanhai", "web", "static", "dist");
const read = (name) => readFileSync(join(dist, name), "utf8");

test("every icon of the list is in the sprite and drawn", () => {
  const sprite = read("icons.svg");
  for (const name of JSON.parse(readFileSync(join(frontend, "icons.json"), "utf8"))) {
    assert.match(sprite, new RegExp(`<symbol id="icon-${name}"[^>]*><(path|circle|rect|line|polyline)`));
  }
});

test("every icon that the preview uses exists", () => {
  const page = readFileSync(join(frontend, "preview.html"), "utf8");
  const sprite = read("icons.svg");
  const used = [...page.matchAll(/#icon-([a-z0-9-]+)/g)].map((match) => match[1]);
  assert.ok(used.length > 20);
  assert.deepEqual(used.filter((name) => !sprite.includes(`id="icon-${name}"`)), []);
});

test("no style or script fetches from another host", () => {
  for (const name of readdirSync(dist).filter((file) => /\.(css|js)$/.test(file))) {
    const remote = read(name).match(/(?:url\(|@import|importScripts\(|\bsrc\s*=)\s*["']?(?:https?:)?\/\/[^"')\s]+/);
    assert.equal(remote, null, `${name}: ${remote?.[0]}`);
  }
});

test("the lock file names no place to download from", () => {
  const lock = JSON.parse(readFileSync(join(frontend, "..", "package-lock.json"), "utf8"));
  assert.deepEqual(Object.values(lock.packages).filter((entry) => entry.resolved), []);
});
