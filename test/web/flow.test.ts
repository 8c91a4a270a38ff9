// The page in a real browser, from choosing a device to seeing its values, at a simulated board that runs what it is sent.
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/embedded-broker.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, connect, flash, startBench, startTrial, type Trial } from "./trial.ts";

describe("the page in a browser", needs(CHROMIUM), () => {
  let bench: Bench;
  let broker: EmbeddedBroker;
  let trial: Trial;
  beforeAll(async () => {
    bench = await startBench();
    broker = await startBroker(0);
  });
  afterAll(async () => {
    await bench.end();
    await broker.close();
  });
  beforeEach(async () => {
    trial = await startTrial(bench);
  });
  afterEach(() => trial.end());

  const button = (name: string) => trial.page.getByRole("button", { name, exact: true });

  test("flashes, stores settings, and shows log and values of a device that then publishes to its broker", async () => {
    const { page, url, board, complaints, requests } = trial;
    const topics: string[] = [];
    const watcher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    watcher.on("message", (topic) => topics.push(topic));
    await watcher.subscribeAsync("home/#");
    await connect(trial);
    await flash(trial);
    await page.getByText("Flashed and started").waitFor();

    await page.goto(`${url}#settings`);
    await page.getByText("The board has no settings yet").waitFor();
    await page.getByLabel("Network").fill("home");
    await page.getByLabel("Password").first().fill("a-secret-word");
    await page.getByLabel("Address").fill("127.0.0.1");
    await page.getByLabel("Port").fill(String(broker.port));
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    await page.getByText("Empty keeps it, for the same network.").waitFor();
    expect(await page.getByText("Empty for an open network.").count()).toBe(0);
    expect(board.storage.get(SETTINGS)).toBe(
      `ringmote 1\nssid=home\npassword=a-secret-word\nhost=127.0.0.1\nport=${broker.port}\nend\n`,
    );

    await page.goto(`${url}#live`);
    await page.getByRole("log").getByText("connected", { exact: false }).first().waitFor();
    const tile = page.getByRole("button", { name: /^Temperature/ });
    await tile.waitFor();
    await expect.poll(() => tile.innerText(), { timeout: 60_000 }).toMatch(/Temperature\s+\d+\.\d/);
    await page.locator(".chart canvas").waitFor();
    await expect
      .poll(() => page.locator(".chart-words").innerText(), { timeout: 60_000 })
      .toMatch(/^Temperature: ([3-9]|\d\d+) values from/);
    await expect
      .poll(() => topics, { timeout: 60_000 })
      .toContainEqual(expect.stringMatching(/\/temperature$/));
    await watcher.endAsync();
    expect(await page.content()).not.toContain("a-secret-word");
    expect(complaints).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(url))).toEqual([]);
  });

  test("keeps a stored password when settings are changed, and never shows it", async () => {
    const { page, url, board } = trial;
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\npassword=a-secret-word\nhost=10.0.0.1\nend\n");
    await connect(trial);
    await page.goto(`${url}#settings`);
    await page.getByText("These are stored on the board").waitFor();
    expect(await page.getByLabel("Network").inputValue()).toBe("home");
    expect(await page.content()).not.toContain("a-secret-word");
    await page.getByLabel("Address").fill("10.0.0.2");
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    expect(board.storage.get(SETTINGS)).toBe(
      "ringmote 1\nssid=home\npassword=a-secret-word\nhost=10.0.0.2\nend\n",
    );
  });

  test("says at each field what the device would refuse, and goes to the first", async () => {
    const { page, url, board } = trial;
    await connect(trial);
    await page.goto(`${url}#settings`);
    await page.getByText("The board has no settings yet").waitFor();
    await page.getByLabel("Network").fill("home");
    await page.getByLabel("Password").first().fill("short");
    await button("Store and restart").click();
    const password = page.getByLabel("Password").first();
    await page.getByText("Password has 8 to 64 bytes.").waitFor();
    expect(await password.getAttribute("aria-invalid")).toBe("true");
    expect(await password.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    expect(board.storage.has(SETTINGS)).toBe(false);
  });

  test("a board that is unplugged while it is flashed is flashed when it is plugged in again", async () => {
    const { page, serial } = trial;
    await connect(trial);
    const before = serial.written();
    await flash(trial);
    await expect
      .poll(() => serial.written() - before, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(4000);
    await serial.unplug();
    await page.getByText("The board was unplugged while it was flashed").waitFor();
    await serial.plugIn();
    await button("Flash").click();
    await page.getByText("Flashed and started").waitFor();
    expect(trial.complaints).toEqual([]);
  });

  test("a port that another program has, and a dialog that is dismissed, are told and can be tried again", async () => {
    const { page, url, serial } = trial;
    await page.goto(`${url}#connect`);
    await serial.next("dismiss");
    await button("Connect").click();
    await page.getByText("No port was chosen").first().waitFor();
    await serial.next("busy");
    await button("Connect").click();
    await page.getByText("The port is taken").waitFor();
    await button("Connect").click();
    await page.getByText("The board is there").waitFor();
  });

  test("can be used with the keyboard alone", async () => {
    const { page, url } = trial;
    await page.goto(url);
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press("Tab");
        const focused = page.locator(":focus");
        if (name.test((await focused.textContent()) ?? "")) return;
        if (name.test((await focused.getAttribute("value")) ?? "")) return;
      }
      throw new Error(`No press of Tab reaches ${name}.`);
    };
    // Before its list has come, the page has nothing to go to but its ends.
    await page.getByRole("radio").first().waitFor();
    await tabTo(/^climate$/);
    await page.keyboard.press("Space");
    await tabTo(/^Next: Board/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(":focus").innerText()).toBe("Which board do you have?");
    await tabTo(new RegExp(BOARD));
    await page.keyboard.press("Space");
    await tabTo(/^Next: Connect/);
    await page.keyboard.press("Enter");
    await tabTo(/^Connect$/);
    await page.keyboard.press("Enter");
    await page.getByText("The board is there").waitFor();
    await tabTo(/^Next: Flash/);
    await page.keyboard.press("Enter");
    await tabTo(/^Flash$/);
    await page.keyboard.press("Enter");
    await page.getByText("Flashed and started").waitFor();
    expect(await page.getByRole("status").first().innerText()).not.toBe("");
  });
});
