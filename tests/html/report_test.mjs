// The HTML report as a reader meets it.
import assert from "node:assert/strict";
import {after, test} from "node:test";

import {axe_complaints, close, comparison_of, open, report_of}
  from "./browser.mjs";
import {kAbba, kFixed, kHandOver, kHostile, kInversion, kWide, long_scenario}
  from "./scenarios.mjs";

after(close);

const several = report_of(
  {"inversion.yaml": kInversion, "over.yaml": kHandOver, "ok.yaml": kFixed});

const wide = report_of({"wide.yaml": kWide});

test("the first page lists the checks, failed ones first", async () => {
  const page = await open(several);
  const names = await page.locator("tbody th a").allTextContents();
  assert.deepEqual(names, ["hand-over", "inversion", "fixed"]);
  assert.match(await page.locator("h1").textContent(),
               /3 checks, 2 as expected, 1 failed/);
  assert.deepEqual(page.wrong, []);
});

test("the list can be filtered by words and by verdict", async () => {
  const page = await open(several);
  await page.fill("#filter", "DEADLOCK evict");
  assert.equal(await page.locator("tbody tr:visible").count(), 1);
  assert.match(await page.locator(".shown").textContent(), /1 of 3/);
  await page.fill("#filter", "");
  await page.getByRole("button", {name: "pass 1"}).click();
  assert.deepEqual(await page.locator("tbody tr:visible th a")
    .allTextContents(), ["fixed"]);
});

test("a finding shows who waits for whom and the lanes", async () => {
  const page = await open(several);
  await page.getByRole("link", {name: "deadlock: [commit, evict]"}).click();
  assert.match(await page.locator("#finding-title").textContent(),
               /commit and evict wait for each other/);
  assert.match(await page.locator(".wait-graph").getAttribute("aria-label"),
               /commit waits for dma_resv bo, held by evict/);
  const heads = await page.getByRole("columnheader").allTextContents();
  assert.deepEqual(heads.slice(0, 5), ["step", "line", "commit thread",
                                       "evict thread", "changes"]);
  assert.equal(await page.locator(".row").count(), 4);
  assert.equal(await page.locator(".bar.section").count() > 0, true);
  assert.equal(await page.locator(".lanes .bar.blocked").count(), 2);
  assert.equal(await page.locator(".row.waiting").count(), 2);
  assert.deepEqual(page.wrong, []);
});

test("keys step, the address follows, and leads back", async () => {
  const page = await open(several + "#inversion/deadlock.commit.evict");
  const which = page.locator(".which");
  assert.equal(await which.textContent(), "After step 4 of 4");
  await page.locator(".lanes").focus();
  await page.keyboard.press("Home");
  assert.equal(await which.textContent(), "At the start");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  assert.equal(await which.textContent(), "After step 2 of 4");
  assert.match(await page.locator(".facts .changed").textContent(),
               /dma_resv bo.*free.*held by evict/);
  assert.match(page.url(), /#inversion\/deadlock.commit.evict\/2$/);
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  assert.equal(await which.textContent(), "At the start");
  const again = await open(several + "#inversion/deadlock.commit.evict/2");
  assert.equal(await again.locator(".which").textContent(),
               "After step 2 of 4");
  assert.equal(await again.locator(".row[aria-current]").count(), 1);
});

test("every step has a link to itself", async () => {
  const page = await open(several + "#inversion/deadlock.commit.evict");
  await page.getByRole("link", {name: "3", exact: true}).click();
  assert.equal(await page.locator(".which").textContent(), "After step 3 of 4");
  await page.locator(".row").nth(1).click();
  assert.equal(await page.locator(".which").textContent(), "After step 2 of 4");
});

test("an arrow leads from the step that let somebody go on", async () => {
  const page = await open(several + "#hand-over");
  const titles = await page.locator(".wake title").allTextContents();
  assert.equal(titles.some((t) => /completion done: step \d+ lets second go on/
    .test(t)), true, titles.join());
});

test("beside what fails stands the nearest that passes", async () => {
  const page = await open(report_of({"abba.yaml": kAbba}));
  const lanes = page.getByRole("region", {name: "schedule that passes"});
  assert.equal(await lanes.locator(".row").count(), 8);
  assert.equal(await lanes.locator(".row.parted").count(), 7);
  assert.match(await page.locator(".passing").textContent(),
               /another way after 1 step\./);
  assert.deepEqual(await axe_complaints(page), []);
  const none = await open(several + "#hand-over");
  assert.equal(await none.locator(".passing").count(), 0);
});

test("the policies and the rules are explained", async () => {
  const page = await open(several + "#inversion");
  assert.match(await page.locator("table.rules").textContent(),
               /no-resv.*never dma_resv_lock.*broken/);
  assert.match(await page.locator("table.policies").textContent(),
               /lockdep.*none/);
});

test("a single check is shown at once", async () => {
  const page = await open(report_of({"alone.yaml": kHandOver}));
  assert.match(await page.locator("h1").textContent(), /hand-over/);
  assert.equal(await page.getByRole("link", {name: "all checks"}).count(), 0);
});

test("texts of a scenario stay texts", async () => {
  const page = await open(report_of({"hostile.yaml": kHostile}));
  assert.equal(await page.locator("#taken, img").count(), 0);
  assert.match(await page.title(), /^hostile/);
  assert.match(await page.locator(".about").textContent(),
               /<\/script><script>document\.title = 'taken'<\/script><!-- &lt;/);
  assert.match(await page.locator("#source").textContent(), /<b id=taken>/);
  assert.deepEqual(page.wrong, []);
});

for (const colorScheme of ["light", "dark"])
  test(`axe has nothing to say, ${colorScheme}`, async () => {
    for (const place of ["", "#inversion/deadlock.commit.evict/2", "#hand-over",
                         "#inversion/rule.no-resv", "#fixed"]) {
      const page = await open(several + place, {colorScheme});
      assert.deepEqual(await axe_complaints(page), [], place);
    }
  });

test("policies are compared in the same clothes", async () => {
  const address = comparison_of({"inversion.yaml": kInversion,
                                 "ok.yaml": kFixed});
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(address, {colorScheme});
    const heads = await page.getByRole("columnheader").allTextContents();
    assert.deepEqual(heads.slice(0, 4),
                     ["scenario", "truth", "lockdep", "dma-fence-map"]);
    await page.locator("summary").first().click();
    assert.match(await page.locator("details[open] pre").textContent(),
                 /possible circular locking dependency/);
    assert.deepEqual(await axe_complaints(page), []);
    assert.deepEqual(page.wrong, []);
  }
});

test("eight philosophers have a drawing and names that differ", async () => {
  const page = await open(wide + "#wide");
  assert.equal(await page.locator(".wait-graph .root").count(), 8);
  const names = await page.locator(".findings a").allTextContents();
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length > 1, true);
  assert.deepEqual(await axe_complaints(page), []);
});

test("a narrow window needs no scrolling sideways", async () => {
  for (const place of ["", "#inversion", "#hand-over"]) {
    const page = await open(several + place,
                            {viewport: {width: 360, height: 640}});
    assert.equal(await page.evaluate(
      () => document.documentElement.scrollWidth), 360, place);
  }
});

test("on paper nothing is cut off", async () => {
  const page = await open(wide + "#wide");
  await page.emulateMedia({media: "print"});
  await page.setViewportSize({width: 720, height: 1000});
  assert.equal(await page.evaluate(
    () => document.documentElement.scrollWidth), 720);
  for (const part of [".lanes", "#source", ".panel"]) {
    const cut = await page.locator(part).evaluate(
      (node) => node.scrollHeight > node.clientHeight + 1);
    assert.equal(cut, false, part);
  }
  assert.equal((await page.pdf()).length > 10000, true);
});

test("ten thousand steps can be walked", {timeout: 600000}, async () => {
  const address = report_of({"long.yaml": long_scenario(3333)});
  const begin = Date.now();
  const page = await open(address + "#long/deadlock.cpu.gpu/5000");
  const opened = Date.now() - begin;
  assert.equal(await page.locator(".row").count() > 10000, true);
  assert.match(await page.locator(".which").textContent(), /After step 5000/);
  await page.locator(".lanes").focus();
  const start = Date.now();
  for (let i = 0; i < 20; ++i) await page.keyboard.press("ArrowDown");
  const each = (Date.now() - start) / 20;
  assert.match(await page.locator(".which").textContent(), /After step 5020/);
  assert.equal(await page.locator(".row.selected").isVisible(), true);
  await page.keyboard.press("End");
  console.log(`opened in ${opened} ms, ${each} ms a step`);
  // Far above what it takes, so that a busy machine does not matter.
  assert.equal(opened < 60000 && each < 2000, true);
  assert.deepEqual(page.wrong, []);
});
