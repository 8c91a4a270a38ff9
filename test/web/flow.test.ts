// The page in a real browser, from choosing a device to seeing its values, at a simulated board that runs
// what it is sent.
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, connect, flash, goTo, startBench, startTrial, type Trial } from "./trial.ts";

/** Text and value of what has the focus. Unlike a locator, it does not wait where nothing has it. */
const FOCUSED = `((one) => (one === document.body ? [] : [one.textContent, one.value ?? ""]))(
  document.activeElement ?? document.body)`;

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

  test("the page flashes, stores settings, and shows a device that publishes", async () => {
    const { page, url, board, complaints, requests } = trial;
    const topics: string[] = [];
    const watcher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    watcher.on("message", (topic) => topics.push(topic));
    await watcher.subscribeAsync("home/#");
    await connect(trial);
    await flash(trial);
    await page.getByText("Flashed and started").waitFor();

    await goTo(trial, "settings");
    await page.getByText("The board has no settings yet").waitFor();
    await page.getByLabel("Network").fill("home");
    await page.getByLabel("Password").first().fill("a-secret-word");
    await page.getByLabel("Address").fill("127.0.0.1");
    await page.getByLabel("Port").fill(String(broker.port));
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    await page.getByText("Empty keeps it, for the same network.").waitFor();
    await expect.poll(() => page.getByText("Empty for an open network.").count()).toBe(0);
    expect(board.storage.get(SETTINGS)).toBe(
      `ringmote 1\nssid=home\npassword=a-secret-word\nhost=127.0.0.1\nport=${broker.port}\nend\n`,
    );

    await goTo(trial, "live");
    // A line that comes again and again: what the device prints just after its start may come before the page listens.
    await page
      .getByRole("log")
      .getByText(/temperature/i)
      .first()
      .waitFor();
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

  test("the page names another program's boot file, and its flash takes that away", async () => {
    const { page, board } = trial;
    board.storage.set(".boot1", "1");
    await connect(trial);
    await page.getByText("Another program starts first").waitFor();
    await page.getByText("flash the board to take it away").waitFor();
    await flash(trial);
    await page.getByText("Flashed and started").waitFor();
    await page.getByText(".boot1 of another program, which would start with the board, is removed").waitFor();
    expect(board.storage.has(".boot1")).toBe(false);
    await goTo(trial, "connect");
    await page.getByText("The board is there").waitFor();
    expect(await page.getByText("Another program starts first").count()).toBe(0);
  });

  test("the page keeps a stored password when settings change, and never shows it", async () => {
    const { page, board } = trial;
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\npassword=a-secret-word\nhost=10.0.0.1\nend\n");
    await connect(trial);
    await goTo(trial, "settings");
    await page.getByText("These are stored on the board").waitFor();
    await expect.poll(() => page.getByLabel("Network").inputValue()).toBe("home");
    expect(await page.content()).not.toContain("a-secret-word");
    await page.getByLabel("Address").fill("10.0.0.2");
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    expect(board.storage.get(SETTINGS)).toBe(
      "ringmote 1\nssid=home\npassword=a-secret-word\nhost=10.0.0.2\nend\n",
    );
  });

  test("the page says beside each refused field why, and goes there", async () => {
    const { page, board } = trial;
    await connect(trial);
    await goTo(trial, "settings");
    await page.getByText("The board has no settings yet").waitFor();
    await page.getByLabel("Network").fill("home");
    await page.getByLabel("Password").first().fill("short");
    await button("Store and restart").click();
    const password = page.getByLabel("Password").first();
    await page.getByText("Password has 8 to 64 bytes.").waitFor();
    await expect.poll(() => password.getAttribute("aria-invalid")).toBe("true");
    await expect
      .poll(() => password.evaluate((field) => field === field.ownerDocument.activeElement))
      .toBe(true);
    expect(board.storage.has(SETTINGS)).toBe(false);
  });

  test("a board unplugged while flashing is flashed on its return", async () => {
    const { page, serial } = trial;
    await connect(trial);
    const unplugged = serial.unplugAfter(4000);
    await flash(trial);
    await unplugged;
    await page.getByText("The board was unplugged while it was flashed").waitFor();
    await serial.plugIn();
    await button("Flash").click();
    await page.getByText("Flashed and started").waitFor();
    expect(trial.complaints).toEqual([]);
  });

  test("a busy port and a dismissed dialog are reported and retryable", async () => {
    const { page, serial } = trial;
    await goTo(trial, "connect");
    await serial.next("dismiss");
    await button("Connect").click();
    await page.getByText("No port was chosen").first().waitFor();
    await serial.next("busy");
    await button("Connect").click();
    await page.getByText("The port is taken").waitFor();
    await button("Connect").click();
    await page.getByText("The board is there").waitFor();
  });

  test("a step without its choice has no Next button", async () => {
    const { page, url } = trial;
    const next = page.locator(".neighbours a.next");
    const words = page.locator(".neighbours p");
    await page.goto(url);
    await page.getByText("To go on, choose a device.").waitFor();
    expect(await next.isVisible()).toBe(false);
    for (const step of ["board", "connect", "flash"]) {
      await goTo(trial, step);
      expect([await next.isVisible(), await words.innerText()]).toEqual([
        false,
        "To go on, choose a device.",
      ]);
    }
    await words.getByRole("link").click();
    await page.getByRole("radio", { name: /^Climate/ }).check();
    await next.click();
    await page.getByText("To go on, choose a board.").waitFor();
    expect(await next.isVisible()).toBe(false);
    await page.locator(`input[value="${BOARD}"]`).check();
    await next.click();
    await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toBe("Connect the board");
    expect([await next.isVisible(), await words.innerText()]).toEqual([true, ""]);
  });

  test("the page can be used with the keyboard alone", async () => {
    const { page, url } = trial;
    await page.goto(url);
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press("Tab");
        if ((await page.evaluate<string[]>(FOCUSED)).some((text) => name.test(text))) return;
      }
      throw new Error(`No press of Tab reaches ${name}.`);
    };
    // The focus goes to a new step's heading: a Tab before that would be lost.
    const goOn = async (title: string, heading: string) => {
      await tabTo(new RegExp(`^Next: ${title}`));
      await page.keyboard.press("Enter");
      await expect.poll(() => page.evaluate<string[]>(FOCUSED)).toContain(heading);
    };
    // Before its list has come, the page has nothing to go to but its ends.
    await page.getByRole("radio").first().waitFor();
    await tabTo(/^climate$/);
    await page.keyboard.press("Space");
    await goOn("Board", "Which board do you have?");
    await tabTo(new RegExp(BOARD));
    await page.keyboard.press("Space");
    await goOn("Connect", "Connect the board");
    await tabTo(/^Connect$/);
    await page.keyboard.press("Enter");
    await page.getByText("The board is there").waitFor();
    // The button that was pressed is gone; the focus is at the one in its place.
    await expect.poll(() => page.evaluate<string[]>(FOCUSED)).toContain("Ask again");
    await goOn("Flash", "Put it onto the board");
    await tabTo(/^Flash$/);
    await page.keyboard.press("Enter");
    await page.getByText("Flashed and started").waitFor();
    await expect.poll(() => page.getByRole("status").first().innerText()).not.toBe("");
  });
});
