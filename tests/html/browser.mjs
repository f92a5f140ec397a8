// What the tests of the page share: making a report, opening it as from disk.
import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import path from "node:path";

const require = createRequire(
  path.join(process.env.PICKET_TEST_FOLDER, "package.json"));
const {chromium} = require("playwright-core");
const {source: axe} = require("axe-core");

export const folder = mkdtempSync(path.join(tmpdir(), "picket-html-"));

// Chromium refuses to make its sandbox for root; in containers /dev/shm is small.
const options = ["--disable-dev-shm-usage"];
if (process.getuid() === 0) options.push("--no-sandbox");
export const browser = await chromium.launch(
  {executablePath: process.env.CHROMIUM, args: options});

export async function close() {
  await browser.close();
  rmSync(folder, {recursive: true});
}

export const mermaid = readFileSync(
  require.resolve("@mermaid-js/tiny"), {encoding: "utf-8"});

// Runs picket on these scenario texts, {name: text}; the file of the report.
export function picket(files, kind, ...more) {
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), text);
  const out = Object.keys(files)[0].replace(/\W/g, "_") + "." + kind;
  const done = spawnSync(process.env.PICKET, [
    "check", "--report", `${kind}=${out}`, ...more, ...Object.keys(files)],
  {cwd: folder, encoding: "utf-8"});
  if (done.status !== 0 && done.status !== 1)
    throw new Error(done.stdout + done.stderr);
  return path.join(folder, out);
}

// The address of the table that `picket compare` makes of them.
export function comparison_of(files) {
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), text);
  const done = spawnSync(process.env.PICKET, [
    "compare", "--format", "html", ...Object.keys(files)], {cwd: folder});
  writeFileSync(path.join(folder, "compared.html"), done.stdout);
  return "file://" + path.join(folder, "compared.html");
}

// The address of the HTML report about them.
export function report_of(files, ...more) {
  return "file://" + picket(files, "html", ...more);
}

// A page on which nothing may go wrong and nothing may be loaded but the file.
export async function open(address, options = {}) {
  const page = await browser.newPage(options);
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => page.wrong.push(message.text()));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address.split("#")[0])
      page.wrong.push("loads " + request.url());
  });
  await page.goto(address);
  return page;
}

// What axe finds, as lines.
export async function axe_complaints(page) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap((v) => v.nodes.map(
    (node) => `${v.id}: ${node.html} ${node.failureSummary}`));
}
