// The access point of a device that is set up over the air, as the page shows it; another author's decoder
// reads the QR code.
import decodeQR from "qr/decode.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCESS_PASSWORD, ACCESS_POINT_NAME } from "../../src/setup/access-names.ts";
import type { ImageFile } from "../../tools/web/catalogue-types.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, connect, flash, startBench, startTrial } from "./trial.ts";

/** What a camera sees of the page's code, in RGBA. */
const PIXELS = `(async () => {
  const picture = document.querySelector("svg.qr-code");
  const { width, height } = picture.getBoundingClientRect();
  const copy = picture.cloneNode(true);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, data: [...data] };
})()`;

interface Pixels {
  width: number;
  height: number;
  data: number[];
}

describe("a device with set-up over the air", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.end());

  /**
   * A page that has flashed a device onto a board that holds this password; no firmware of the package has a
   * set-up.
   */
  async function flashedPage(stored?: string) {
    const trial = await startTrial(bench, {
      serviceWorkers: "block",
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
    });
    const { page, board } = trial;
    if (stored !== undefined) board.storage.set(ACCESS_PASSWORD, stored);
    await page.route("**/images/**", async (route) => {
      const file = (await (await route.fetch()).json()) as ImageFile;
      await route.fulfill({ json: { ...file, setUp: "password" } satisfies ImageFile });
    });
    await connect(trial);
    await flash(trial);
    const sentence = page.getByText(`opens the network ${ACCESS_POINT_NAME}`);
    await sentence.waitFor({ timeout: 25_000 });
    const words = await sentence.innerText();
    const [, name = ""] = /opens the network (\S+)/.exec(words) ?? [];
    const readCode = async () => {
      await page.getByRole("img", { name: `QR code by which a phone joins ${name}` }).waitFor();
      const { data, ...size } = (await page.evaluate(PIXELS)) as Pixels;
      return decodeQR({ ...size, data: Uint8Array.from(data) }, { format: "RGBA", timeLimit: 10_000 });
    };
    return { ...trial, words, name, readCode };
  }

  test("the page draws the access point's password, stores it and shows it", async () => {
    const { page, board, words, name, readCode, complaints, end } = await flashedPage();
    const [, password] = /its password is ([a-z2-9]{10})\.$/.exec(words) ?? [];
    expect(password).toBeDefined();
    expect(board.storage.get(ACCESS_PASSWORD)).toBe(password);
    expect(await readCode()).toBe(`WIFI:T:WPA;S:${name};P:${password};;`);
    expect(complaints).toEqual([]);
    // With PICTURES=folder there is a picture of it.
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/access-point.png`, fullPage: true });
    await end();
  });

  test("a board's hostile password is text, on the page and in its code", async () => {
    const hostile = '<img src="x">;:,\\';
    const { page, words, name, readCode, end } = await flashedPage(hostile);
    expect(words).toContain(`its password is ${hostile}.`);
    expect(await readCode()).toBe(`WIFI:T:WPA;S:${name};P:<img src=\\"x\\">\\;\\:\\,\\\\;;`);
    expect(await page.locator("img[src=x]").count()).toBe(0);
    await end();
  });
});
