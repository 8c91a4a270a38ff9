// Chromium for tests and pictures of the page: Debian's, without a window and without a word to the network.
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_PROGRAM } from "./chromium-program.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it. Whoever starts it closes it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM_PROGRAM, headless: true, args: FLAGS });
}
