// The page of a set-up in Chromium at a phone's width: what a person at it sees and does, step by step.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { setting } from "../../src/runtime/settings.ts";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { serveSetUp } from "../setup/served.ts";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe("the page of a set-up on a phone", needs(CHROMIUM), () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  async function open(url: string) {
    const context = await browser.newContext(PHONE);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => complaints.push(message));
    await page.goto(url);
    /** The step fits the phone's width; with PICTURES=folder there is a picture of it. */
    const look = async (step: string) => {
      const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
      expect(widths).toEqual([PHONE.viewport.width, PHONE.viewport.width]);
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/${step}.png`, fullPage: true });
    };
    return { page, complaints, look };
  }

  test("a person chooses a network, mends a fault, and sets the device up", async () => {
    const served = await serveSetUp({
      report: "settings were tried and taken back: bad user name",
    });
    const { page, complaints, look } = await open(served.url);
    expect(await page.title()).toBe("Set up ringmote-a1b2c3");
    expect(await page.getByRole("alert").textContent()).toContain("bad user name");
    const names = page.getByLabel("Wi-Fi network").locator("option");
    expect(await names.allTextContents()).toEqual([
      "Fjord & Forest (strong)",
      '"><script>alert(1)</script> (strong, without a password)',
      "office (good, of an enterprise: cannot be joined)",
      "Another one, named below",
    ]);
    await look("1-form");
    await page.getByLabel("Wi-Fi network").selectOption("Fjord & Forest");
    await page.getByLabel("Wi-Fi password").fill("short");
    await page.getByLabel("MQTT broker").fill("192.168.1.20:1884");
    await page.getByLabel("User at the broker").fill("Zoë");
    await page.getByLabel("The user's password").fill("s3cret & more");
    await page.getByRole("button").click();
    await expect
      .poll(() => page.getByRole("alert").textContent())
      .toBe("password has 8 to 64 bytesType the passwords again.");
    expect(await page.getByLabel("Wi-Fi network").inputValue()).toBe("Fjord & Forest");
    expect(await page.getByLabel("MQTT broker").inputValue()).toBe("192.168.1.20:1884");
    expect(await page.content()).not.toMatch(/s3cret|short/);
    await look("2-refused");
    await page.getByLabel("Wi-Fi password").fill("pass-word");
    await page.getByLabel("The user's password").fill("s3cret & more");
    await page.getByRole("button").click();
    await page.getByText("being tried").waitFor();
    await look("3-tried");
    served.pass(3000);
    const record = await served.record;
    const keys = ["ssid", "password", "host", "port", "secret"];
    expect(keys.map((key) => setting(record, key))).toEqual([
      "Fjord & Forest",
      "pass-word",
      "192.168.1.20",
      "1884",
      "s3cret & more",
    ]);
    expect(complaints).toEqual([]);
  });

  test("a hostile page beside it neither reads the form, nor frames it, nor sends it", async () => {
    const served = await serveSetUp();
    const { page } = await open("about:blank");
    await page.setContent(`<iframe src="${served.url}"></iframe>`);
    const outcome = await page.evaluate(`(async () => {
      const read = await fetch("${served.url}").then((answer) => answer.text(), () => "refused");
      const body = new URLSearchParams({ ssid: "evil", host: "evil", user: "", token: "" });
      await fetch("${served.url}", { method: "POST", mode: "no-cors", body }).catch(() => {});
      return read;
    })()`);
    expect(outcome).toBe("refused");
    expect(await page.frames()[1]?.locator("form").count()).toBe(0);
    const after = await open(served.url);
    expect(await after.page.getByLabel("MQTT broker").inputValue()).toBe("");
    expect(await after.page.getByText("being tried").count()).toBe(0);
  });
});
