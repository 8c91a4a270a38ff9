// The access point's name and password as `ringmote flash` says them, at boards that are models; another
// author's decoder reads the QR code.
import type { WriteStream } from "node:tty";
import decodeQR from "qr/decode.js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { drawQrCode } from "../../tools/terminal/qr-code.ts";
import { needs, SOCAT } from "../needs.ts";
import { firmwareWith } from "../setup/built.ts";
import { espruinoAtPort, nodeMcuAtPort, temporary } from "./board-at-port.ts";
import { ringmoteHere } from "./in-process.ts";

vi.setConfig({ testTimeout: 300_000 });

const NAME = "ringmote-30aea4000001";
const NETWORK = `WIFI:T:WPA;S:${NAME};P:abcdefghjk;;`;
/** White on black, and what ends it. */
const COLOURS = ["\x1b[38;5;231;48;5;16m", "\x1b[0m"] as const;
/** Columns of NETWORK's code: 29 modules, and four of light on each side. */
const WIDTH = 37;
/** Pixels of a module. */
const SCALE = 4;

/** The lines of a drawing that are made of blocks. */
function blocksIn(drawn: string): string[] {
  return drawn.split("\n").filter((line) => /[█▀▄]/.test(line));
}

/** The text of a code as a camera sees it: a drawn half is light, unless the terminal shows black on white. */
function read(drawn: string, isInverted = false): string {
  const cells = blocksIn(drawn).map((line) => [
    ...line.replaceAll(COLOURS[0], "").replaceAll(COLOURS[1], ""),
  ]);
  const rows = cells.flatMap((line) => [
    line.map((cell) => "█▀".includes(cell)),
    line.map((cell) => "█▄".includes(cell)),
  ]);
  const [width, height] = [SCALE * WIDTH, SCALE * rows.length];
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const isDrawn = rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] === true;
    data[i] = isDrawn === isInverted ? 0 : 255;
  }
  return decodeQR({ width, height, data }, { format: "RGB", timeLimit: 10_000 });
}

/** What is drawn on a terminal like this. */
async function drawnOn({ isTTY = true, columns = 80, colours = 256, term = "xterm" }): Promise<string> {
  vi.stubEnv("TERM", term);
  onTestFinished(() => void vi.unstubAllEnvs());
  let drawn = "";
  await drawQrCode(NETWORK, {
    isTTY,
    columns,
    hasColors: (count: number) => count <= colours,
    write: (text: string) => {
      drawn += text;
      return true;
    },
  } as unknown as WriteStream);
  return drawn;
}

test("a terminal shows a QR code that a camera reads", async () => {
  const drawn = await drawnOn({});
  expect(read(drawn)).toBe(NETWORK);
  for (const line of blocksIn(drawn)) {
    expect(line.startsWith(COLOURS[0])).toBe(true);
    expect(line.endsWith(COLOURS[1])).toBe(true);
  }
});

test("a QR code without colours uses blocks, on dark and light", async () => {
  const drawn = await drawnOn({ colours: 16 });
  expect(drawn).toMatch(/^[ █▀▄\n]+$/);
  expect(read(drawn)).toBe(NETWORK);
  expect(read(drawn, true)).toBe(NETWORK);
});

test("a QR code is drawn only where it fits, quiet zone included", async () => {
  expect(blocksIn(await drawnOn({ columns: WIDTH, colours: 16 })).map((line) => line.length)).toEqual(
    Array.from({ length: Math.ceil(WIDTH / 2) }, () => WIDTH),
  );
  expect(await drawnOn({ columns: WIDTH - 1 })).toBe("");
});

test("no QR code is drawn in files or dumb terminals", async () => {
  expect(await drawnOn({ isTTY: false })).toBe("");
  expect(await drawnOn({ term: "dumb" })).toBe("");
});

/** From now on this process writes to a terminal of 80 columns. */
function onTerminal(): void {
  const { stdout } = process;
  const before = Object.getOwnPropertyDescriptors(stdout);
  Object.assign(stdout, { isTTY: true, columns: 80, hasColors: () => true });
  onTestFinished(() => {
    for (const name of ["isTTY", "columns", "hasColors"] as const) {
      delete (stdout as Partial<WriteStream>)[name];
      if (before[name] !== undefined) Object.defineProperty(stdout, name, before[name]);
    }
  });
}

const PORTS = {
  "esp32-espruino": () => espruinoAtPort(),
  "esp32-nodemcu": () => nodeMcuAtPort({ chip: "esp32" }),
};

describe.each(Object.entries(PORTS))("%s", needs(SOCAT), (board, open) => {
  test("a later flash finds the password and prints it as QR code", async () => {
    const { path, air } = await open();
    const args = ["flash", firmwareWith("setUp: true,"), "--board", board, "--port", path];
    const flashed = async (...more: string[]) => {
      const run = ringmoteHere([...args, ...more], { RINGMOTE_CACHE: temporary(), TERM: "xterm" });
      expect(await run.ended, run.errors()).toBe(0);
      return run.output();
    };
    const { accessPoint } = JSON.parse(await flashed("--json"));
    const { password } = accessPoint;
    expect(accessPoint).toEqual({ name: NAME, password: expect.stringMatching(/^[a-z2-9]{10}$/) });
    await vi.waitFor(() => expect(air.accessPoint).toEqual(accessPoint), 60_000);
    onTerminal();
    const again = await flashed();
    expect(again).toContain(
      `opens the network ${NAME} for ten minutes after each start; its password is ${password}.`,
    );
    expect(again).toContain(`label: WIFI:T:WPA;S:${NAME};P:${password};;\n`);
    expect(read(again)).toBe(`WIFI:T:WPA;S:${NAME};P:${password};;`);
  });
});

test("an open access point has a QR code without a password", needs(SOCAT), async () => {
  const { path, air } = await espruinoAtPort();
  onTerminal();
  const folder = firmwareWith("setUp: { open: true },");
  const run = ringmoteHere(["flash", folder, "--board", "esp32-espruino", "--port", path], {
    RINGMOTE_CACHE: temporary(),
    TERM: "xterm",
  });
  expect(await run.ended, run.errors()).toBe(0);
  expect(run.output()).toContain("it has no password.");
  expect(read(run.output())).toBe(`WIFI:T:nopass;S:${NAME};;`);
  await vi.waitFor(() => expect(air.accessPoint).toEqual({ name: NAME, password: "" }), 60_000);
});
