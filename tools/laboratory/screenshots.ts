// npm run screenshots: the pictures of the page in docs/pictures/page, of a simulated board that is flashed
// from it. With a folder (npm run screenshots -- <folder>) every step goes there, whole, at both widths, dark
// and light.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { FolderKind } from "../files/folder-kind.ts";
import { packageFolder } from "../files/package-folder.ts";
import { requireFolder, writeFolder } from "../files/whole-folder.ts";
import { keptImage } from "../image/keep/kept-image.ts";
import { startBroker } from "../sim/broker/embedded-broker.ts";
import { servePage } from "../web/server.ts";
import { startChromium } from "./page/chromium.ts";
import { installSerial } from "./page/page-serial.ts";
import { simulatedBoard } from "./page/simulated-board.ts";

const [GIVEN] = process.argv.slice(2);
if (GIVEN?.startsWith("-")) {
  console.error("npm run screenshots, or npm run screenshots -- <folder> for every step, width and colour.");
  process.exit(GIVEN === "--help" ? 0 : 2);
}
const FOLDER = GIVEN ?? join(packageFolder, "docs", "pictures", "page");
/** Nothing but pictures of the page is replaced by them. */
const PICTURES: FolderKind = {
  what: "The pictures",
  replaces: "pictures of the page",
  filesIn: (folder) => readdirSync(folder).filter((name) => /^web-[a-z]+-[a-z-]+\.png$/.test(name)),
};
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const BOARD = "esp32-espruino";
/** The board's seconds in one of ours: a chart of some minutes in some seconds. */
const SPEED = 20;
const POINTS = 24;

interface Look {
  name: string;
  viewport: typeof PHONE;
  colorScheme: "light" | "dark";
  /** Which steps a picture is taken of; all when nothing is said. */
  only?: readonly string[];
}

const EVERY = GIVEN !== undefined;
const LOOKS: readonly Look[] = [
  {
    name: "desktop",
    viewport: DESKTOP,
    colorScheme: "light",
    ...(!EVERY && { only: ["device", "board", "live"] }),
  },
  {
    name: "phone",
    viewport: PHONE,
    colorScheme: "dark",
    ...(!EVERY && { only: ["board", "flash", "live"] }),
  },
  ...(EVERY
    ? ([
        { name: "desktop-dark", viewport: DESKTOP, colorScheme: "dark" },
        { name: "phone-light", viewport: PHONE, colorScheme: "light" },
      ] as const)
    : []),
];

async function takePictures(browser: Browser, url: string, look: Look): Promise<void> {
  const { name, viewport, colorScheme, only } = look;
  const board = await simulatedBoard(BOARD, "climate", SPEED);
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
  try {
    await installSerial(page, board);
    await walkThrough(page, url, async (step) => {
      if (only !== undefined && !only.includes(step)) return;
      if (EVERY) await showWhole(page, viewport);
      pictures.set(`web-${step}-${name}.png`, await page.screenshot());
      await page.setViewportSize(viewport);
    });
  } finally {
    await page.close();
    await board.end();
  }
}

/** Makes the window as high as the page: what keeps to its edge would else lie over what is behind it. */
async function showWhole(page: Page, { width, height }: typeof PHONE): Promise<void> {
  const whole = await page.locator("html").evaluate((root: { scrollHeight: number }) => root.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
}

/** From the first step to the last, as a user goes. */
async function walkThrough(page: Page, url: string, take: (step: string) => Promise<void>): Promise<void> {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const go = (step: string) => page.goto(`${url}#${step}`);
  await page.goto(url);
  await page.getByRole("radio", { name: /^Climate/ }).check();
  await take("device");
  await go("board");
  await page.locator(`input[value="${BOARD}"]`).check();
  await take("board");
  await go("connect");
  await button("Connect").click();
  await page.getByText("The board is there").waitFor();
  await take("connect");
  await go("flash");
  await page.getByText(/\d kB$/).waitFor();
  await button("Flash").click();
  await page.getByText("Flashed and started").waitFor();
  await take("flash");
  await go("settings");
  await page.getByText("The board has no settings yet").waitFor();
  await page.getByLabel("Network").fill("home");
  await page.getByLabel("Password").first().fill("not-this-one");
  await page.getByLabel("Address").fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(broker.port));
  await button("Store and restart").click();
  await page.getByText("Stored; the device").waitFor();
  await take("settings");
  await go("live");
  await page.getByText(new RegExp(`^Temperature: ${POINTS} values`)).waitFor({ timeout: 120_000 });
  await take("live");
}

try {
  requireFolder(FOLDER, PICTURES);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
const pictures = new Map<string, Uint8Array>();
const broker = await startBroker(0);
const server = await servePage({ host: "127.0.0.1", port: 0, build: keptImage });
const browser = await startChromium();
try {
  for (const look of LOOKS) await takePictures(browser, server.url, look);
  writeFolder(FOLDER, PICTURES, pictures);
  for (const [name, { length }] of pictures) console.log(`${join(FOLDER, name)}: ${length} bytes`);
} finally {
  await browser.close();
  await server.close();
  await broker.close();
}
