// The sequence diagrams, drawn by Mermaid.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {after, test} from "node:test";

import {browser, close, mermaid, picket} from "./browser.mjs";
import {kHandOver, kHostile, kInversion} from "./scenarios.mjs";

after(close);

test("Mermaid draws every diagram", async () => {
  const texts = {"inversion.yaml": kInversion, "over.yaml": kHandOver,
                 "hostile.yaml": kHostile};
  const markdown = readFileSync(
    picket(texts, "mermaid"), {encoding: "utf-8"});
  const diagrams = markdown.split("```mermaid\n").slice(1)
    .map((part) => part.split("```")[0]);
  assert.equal(diagrams.length > 3, true);
  const page = await browser.newPage();
  await page.addScriptTag({content: mermaid});
  for (const diagram of diagrams) {
    const drawn = await page.evaluate(async (text) =>
      (await globalThis.mermaid.render("drawing", text)).svg, diagram);
    const notes = diagram.match(/Note over/g).length;
    assert.equal(drawn.match(/class="noteText"/g).length >= notes, true);
  }
});
