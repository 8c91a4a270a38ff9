// A page in Chromium with a simulated board at its port, and whatever the browser complained about.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import { type CabledBoard, installSerial, type PageSerial } from "../../tools/laboratory/page/page-serial.ts";
import { type SimulatedBoard, simulatedBoard } from "../../tools/laboratory/page/simulated-board.ts";
import { type PageServer, servePage } from "../../tools/web/server.ts";

/** What the tests flash. */
export const BOARD = "esp32-espruino";
/**
 * The board's seconds in one of ours. The page waits by its own clock: a faster board answers sooner, and
 * nothing else.
 */
export const SPEED = 40;

export interface Bench {
  browser: Browser;
  server: PageServer;
  end(): Promise<void>;
}

export async function startBench(otherBoards: readonly string[] = []): Promise<Bench> {
  const choice = { firmware: ["climate", "lamp"], boards: [BOARD, "esp8266-nodemcu", ...otherBoards] };
  const server = await servePage({ ...choice, host: "127.0.0.1", port: 0, build: keptImage });
  const browser = await startChromium();
  return {
    browser,
    server,
    end: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** A page with a board at its port. */
export interface OpenedPage {
  page: Page;
  url: string;
  serial: PageSerial;
  /** Errors of the console and of scripts. */
  complaints: string[];
  /** Addresses that were asked for. */
  requests: string[];
  end(): Promise<void>;
}

export interface Trial extends OpenedPage {
  board: SimulatedBoard;
}

/** A page of its own; not loaded yet. */
export async function openPage(
  { browser, server }: Bench,
  board: CabledBoard,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  context.on("request", (request) => requests.push(request.url()));
  const serial = await installSerial(page, board);
  return { page, url: server.url, serial, complaints, requests, end: () => context.close() };
}

/** A page of its own with a simulated board of its own. */
export async function startTrial(
  bench: Bench,
  options: BrowserContextOptions = {},
  boardName = BOARD,
  lfsBytes = 0,
): Promise<Trial> {
  const board = await simulatedBoard(boardName, "climate", SPEED, lfsBytes);
  const opened = await openPage(bench, board, options);
  return {
    ...opened,
    board,
    end: async () => {
      await opened.end();
      await board.end();
    },
  };
}

/** Opens the page at a step, and waits until it shows that: an address is changed before what stands there is. */
export async function goTo({ page, url }: Pick<OpenedPage, "page" | "url">, step: string): Promise<void> {
  await page.goto(`${url}#${step}`);
  // On a narrow screen the list may be out of sight.
  await page.locator(`#steps a[href="#${step}"][aria-current="step"]`).waitFor({ state: "attached" });
}

/** Chooses device and board, and connects. */
export async function connect(
  opened: Pick<OpenedPage, "page" | "url">,
  firmware = "Climate",
  boardName = BOARD,
): Promise<void> {
  const { page } = opened;
  await choose(opened, firmware, boardName);
  await goTo(opened, "connect");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText("The board is there").waitFor();
}

/** Chooses device and board. */
export async function choose(
  opened: Pick<OpenedPage, "page" | "url">,
  firmware = "Climate",
  boardName = BOARD,
): Promise<void> {
  const { page } = opened;
  await goTo(opened, "device");
  await page.getByRole("radio", { name: new RegExp(`^${firmware}`) }).check();
  await goTo(opened, "board");
  await page.locator(`input[value="${boardName}"]`).check();
}

/** Presses "Flash". */
export async function flash(opened: Pick<OpenedPage, "page" | "url">): Promise<void> {
  await goTo(opened, "flash");
  await opened.page.getByRole("button", { name: "Flash", exact: true }).click();
}

/** Pulls the board out and plugs another one in, which is known by what the page says of its chip. */
export async function exchange(
  { page, serial }: OpenedPage,
  otherBoard: CabledBoard,
  chip: RegExp,
): Promise<void> {
  await serial.unplug();
  serial.connectTo(otherBoard);
  await serial.plugIn();
  await page.getByText(chip).first().waitFor();
}
