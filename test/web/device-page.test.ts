// The page of a device in Chromium at a phone's width: what a person sees, and that it loads itself again.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { textInput } from "../../src/device/declare/actuators/text-input.ts";
import { device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import { loopbackPage } from "../../tools/sim/devices/loopback-page.ts";
import { freePort } from "../../tools/sim/devices/simulated-set-up.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { CHROMIUM, needs } from "../needs.ts";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const NOTE = `${"a very long word".replaceAll(" ", "-").repeat(4)} <img src=x onerror=alert(1)>`;

/** A device whose broker is away. */
async function serveDevice() {
  const timers = createRealTimers();
  const port = await freePort();
  let celsius = 21.5;
  const world = createRealWorld({
    timers,
    storage: new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port: 1 })]]),
    i2c: createSht3x({ now: timers.now, air: () => ({ celsius, humidity: 48 }) }),
  });
  world.pagePlace = loopbackPage(port);
  const air = sht3x("air");
  const running = startNodeDevice(
    world,
    device({
      name: "living-room",
      page: true,
      sensors: [
        sensor("temperature", air.temperature, { unit: "°C", decimals: 1, every: seconds(1) }),
        sensor("humidity", air.humidity, { unit: "%", decimals: 0, every: seconds(1), label: "Luftfeuchte" }),
      ],
      actuators: [
        powerSwitch("heater", relay("heater"), { label: "Heater" }),
        textInput("note", { maxLength: 255, atStart: NOTE }),
      ],
    }),
    { air: { sda: "sda", scl: "scl" }, heater: "heater" },
  );
  onTestFinished(async () => {
    running.kill();
    await world.end();
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    warm: () => {
      celsius = 25;
    },
  };
}

describe("the page of a device on a phone", needs(CHROMIUM), () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  test("a person reads the values, which come again by themselves", async () => {
    const { url, warm } = await serveDevice();
    const context = await browser.newContext(PHONE);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => complaints.push(message));
    await expect
      .poll(async () => {
        await page.goto(url);
        return page.getByRole("row", { name: "temperature" }).textContent();
      })
      .toBe("temperature21.5 °C");
    expect(await page.title()).toBe("living-room");
    expect(await page.getByRole("row").allTextContents()).toEqual([
      "temperature21.5 °C",
      "Luftfeuchte48 %",
      "Heateroff",
      `note${NOTE}`,
    ]);
    expect(await page.locator("img, script, form").count()).toBe(0);
    const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(widths).toEqual([PHONE.viewport.width, PHONE.viewport.width]);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/device-page.png`, fullPage: true });
    warm();
    await expect
      .poll(() => page.getByRole("row", { name: "temperature" }).textContent(), { timeout: 30_000 })
      .toBe("temperature25.0 °C");
    expect(complaints).toEqual([]);
  });

  test("a page from elsewhere neither reads it nor frames it", async () => {
    const { url } = await serveDevice();
    const context = await browser.newContext(PHONE);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.setContent(`<iframe src="${url}"></iframe>`);
    const read = await page.evaluate(`fetch("${url}").then((answer) => answer.text(), () => "refused")`);
    expect(read).toBe("refused");
    expect(await page.frames()[1]?.locator("table").count()).toBe(0);
  });
});
