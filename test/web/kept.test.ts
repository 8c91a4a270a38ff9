// Entries, choices and results on the page are there again wherever the user goes meanwhile; and what it says
// of the board is true of the board that is connected.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type SimulatedBoard, simulatedBoard } from "../../tools/laboratory/page/simulated-board.ts";
import { CHROMIUM, needs } from "../needs.ts";
import {
  type Bench,
  BOARD,
  connect,
  exchange,
  flash,
  goTo,
  openPage,
  SPEED,
  startBench,
  startTrial,
  type Trial,
} from "./trial.ts";

const OTHER = "esp8266-espruino";
const OTHER_CHIP = /^ESP8266\w* · /;

describe("what the page keeps", needs(CHROMIUM), () => {
  let bench: Bench;
  let trial: Trial;
  beforeAll(async () => {
    bench = await startBench([OTHER]);
  });
  afterAll(() => bench.end());
  beforeEach(async () => {
    trial = await startTrial(bench);
  });
  afterEach(() => trial.end());

  const button = (name: string) => trial.page.getByRole("button", { name, exact: true });
  const link = (name: string) => trial.page.getByRole("link", { name, exact: true });
  const field = (name: string) => trial.page.getByLabel(name).first();
  const go = (step: string) => goTo(trial, step);
  const noteOf = (step: string) => trial.page.locator(`#steps a[href="#${step}"] .step-note`).textContent();
  const expectNotes = (...notes: string[]) =>
    expect.poll(() => Promise.all(["flash", "settings"].map(noteOf))).toEqual(notes);
  const atSettings = async (said: string) => {
    await go("settings");
    await trial.page.getByText(said).waitFor();
  };

  test("typed settings return after Next and Back, secrets too", async () => {
    const { page } = trial;
    await connect(trial);
    await atSettings("The board has no settings yet");
    await field("Network").fill("home");
    await field("Password").fill("a-secret-word");
    await field("Address").fill("10.0.0.1");
    await link("Next: Live").click();
    await page.getByText("See it live").waitFor();
    await link("Back: Settings").click();
    await expect.poll(() => field("Network").inputValue()).toBe("home");
    await expect.poll(() => field("Password").inputValue()).toBe("a-secret-word");
    await go("connect");
    await button("Ask again").click();
    await page.getByText("The board is there").waitFor();
    await go("settings");
    await expect.poll(() => field("Address").inputValue()).toBe("10.0.0.1");
    await expect.poll(() => field("Password").inputValue()).toBe("a-secret-word");
  });

  test("settings can be stored once a slow board's settings are shown", async () => {
    // As slow as its line is: a second read would still be under way.
    const slow = await simulatedBoard(BOARD, "climate", 0.2);
    const opened = await openPage(bench, slow);
    onTestFinished(async () => {
      await opened.end();
      await slow.end();
    });
    const { page } = opened;
    await connect(opened);
    await goTo(opened, "settings");
    await page.getByText("The board has no settings yet").waitFor();
    await page.getByLabel("Network").fill("home");
    await page.getByLabel("Address").fill("10.0.0.1");
    await page.getByRole("button", { name: "Store and restart", exact: true }).click();
    await page.getByText(/^Stored; the device starts|^They were not stored/).waitFor();
    expect(await page.getByText("They were not stored").count()).toBe(0);
  });

  test("typed settings, but no secrets, survive a reload until stored", async () => {
    const { page, board } = trial;
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\nhost=10.0.0.1\nuser=me\nend\n");
    await connect(trial);
    await atSettings("These are stored on the board");
    await field("Address").fill("10.0.0.2");
    await page.getByLabel("Password").nth(1).fill("a-secret-word");
    const reopened = async () => {
      await page.reload();
      await go("connect");
      await page
        .getByRole("button", { name: /Connect/ })
        .first()
        .click();
      await page.getByText("The board is there").waitFor();
      await atSettings("These are stored on the board");
    };
    await reopened();
    await expect.poll(() => field("Network").inputValue()).toBe("home");
    await expect.poll(() => field("Address").inputValue()).toBe("10.0.0.2");
    expect(await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")).not.toContain(
      "secret-word",
    );
    await field("Address").fill("10.0.0.3");
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\nhost=10.0.0.4\nend\n");
    await reopened();
    await expect.poll(() => field("Address").inputValue()).toBe("10.0.0.4");
  });

  test("an address of a broker is taken apart into its fields", async () => {
    const { page, board } = trial;
    await connect(trial);
    await atSettings("The board has no settings yet");
    await field("Network").fill("home");
    await field("Address").fill("mqtt://me:pw@192.168.1.10:1884");
    await field("Address").blur();
    await expect.poll(() => field("Address").inputValue()).toBe("192.168.1.10");
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    expect(board.storage.get(SETTINGS)).toBe(
      "ringmote 1\nssid=home\nhost=192.168.1.10\nport=1884\nuser=me\nsecret=pw\nend\n",
    );
  });

  test("an address that no device could find is refused at its field", async () => {
    const { page, board } = trial;
    await connect(trial);
    await atSettings("The board has no settings yet");
    await field("Network").fill("home");
    for (const host of ["http://192.168.1.10", "broker/path", "my broker"]) {
      await field("Address").fill(host);
      await button("Store and restart").click();
      await page.getByText("Host is a name or an address alone, without mqtt://, port and spaces.").waitFor();
      await expect.poll(() => field("Address").inputValue()).toBe(host);
    }
    expect(board.storage.has(SETTINGS)).toBe(false);
  });

  test("untyped settings stay on the board, and boards' settings are separate", async () => {
    const { page, board } = trial;
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\npassword=first-word\nhost=10.0.0.1\nid=first\nend\n");
    await connect(trial);
    await atSettings("These are stored on the board");
    await go("live");
    const otherBoard: SimulatedBoard = await simulatedBoard(OTHER, "climate", SPEED);
    otherBoard.storage.set(SETTINGS, "ringmote 1\nssid=attic\npassword=other-word\nhost=10.0.0.2\nend\n");
    await exchange(trial, otherBoard, OTHER_CHIP);
    await atSettings("These are stored on the board");
    await expect.poll(() => field("Network").inputValue()).toBe("attic");
    await field("Address").fill("10.0.0.3");
    await button("Store and restart").click();
    await page.getByText("Stored; the device starts with them").waitFor();
    expect(otherBoard.storage.get(SETTINGS)).toBe(
      "ringmote 1\nssid=attic\npassword=other-word\nhost=10.0.0.3\nend\n",
    );
    await otherBoard.end();
  });

  test("the list of steps describes the connected board", async () => {
    const { page, board } = trial;
    board.storage.set(SETTINGS, "ringmote 1\nssid=home\nhost=127.0.0.1\nport=9\nend\n");
    await connect(trial);
    await expectNotes("Not flashed yet", "Not stored yet");
    await atSettings("These are stored on the board");
    await expect.poll(() => noteOf("settings")).toBe("Stored");
    await flash(trial);
    await page.getByText("Flashed and started").waitFor();
    await expect.poll(() => noteOf("flash")).toBe("Stored and started");
    const otherBoard = await simulatedBoard(OTHER, "climate", SPEED);
    await exchange(trial, otherBoard, OTHER_CHIP);
    await expectNotes("Not flashed yet", "Not stored yet");
    await expect.poll(() => page.getByText("Flashed and started").count()).toBe(0);
    await otherBoard.end();
  });

  test("an upload goes on, reported, while the user sees another step", async () => {
    const { page, serial } = trial;
    await connect(trial);
    await go("flash");
    await link("Connect the board").waitFor({ state: "hidden" });
    const held = serial.holdAfter(2000);
    await button("Flash").click();
    // It goes on when all was looked at: else it may be done before.
    const goOn = await held;
    await go("settings");
    await go("flash");
    await link("Connect the board").waitFor({ state: "hidden" });
    await expect.poll(() => page.getByText("Flashed and started").count()).toBe(0);
    await page.getByRole("progressbar").waitFor();
    goOn();
    await page.getByText("Flashed and started").waitFor();
    await go("live");
    await go("flash");
    await page.getByText("Flashed and started").waitFor();
    await atSettings("The board has no settings yet");
  });

  test("a board with an unexpected chip is reported once both are known", async () => {
    const { page } = trial;
    await connect(trial);
    await go("board");
    await page.locator(`input[value="${OTHER}"]`).check();
    await page.getByText("This board has another chip").waitFor();
    await go("flash");
    await page.getByText("This board has another chip").waitFor();
    await expect.poll(() => button("Flash").isDisabled()).toBe(true);
    await go("connect");
    await page.getByText("This board has another chip").waitFor();
    await expect.poll(() => page.getByText("It can be flashed now").count()).toBe(0);
    await go("board");
    await page.locator(`input[value="${BOARD}"]`).check();
    await expect.poll(() => page.getByText("This board has another chip").count()).toBe(0);
    await go("flash");
    await expect.poll(() => button("Flash").isEnabled()).toBe(true);
  });
});
