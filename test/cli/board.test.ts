// A board as text and as JSON, alone and with a firmware's roles on it.
import { expect, test, vi } from "vitest";
import type { Board } from "../../boards/board.ts";
import d1Mini from "../../boards/d1-mini-nodemcu.ts";
import sonoff from "../../boards/sonoff-basic-nodemcu.ts";
import { boardDrawing } from "../../tools/cli/board/board-drawing.ts";
import { main } from "../../tools/cli/main.ts";

async function printed(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const code = await main(args);
  const text = log.mock.calls.map(([line]) => String(line)).join("\n");
  log.mockRestore();
  expect(code).toBe(0);
  return text;
}

test("a board is drawn with rows of pins, traps and roles", () => {
  const roles = new Map([
    ["D1", "heater"],
    ["D5", "air scl"],
  ]);
  expect(boardDrawing(d1Mini, roles)).toEqual([
    "           +-------------+",
    "           | RST      TX!|",
    "           | A0       RX!|",
    "           |!D0       D1 | -- heater",
    "air scl -- | D5       D2 |",
    "           | D6       D3!|",
    "           | D7       D4!|",
    "           |!D8        G |",
    "           | 3V3      5V |",
    "           +-------------+",
  ]);
});

test("a sleeping device is drawn with its wake wire", async () => {
  const bed = "test/engines/fixtures/bed";
  const text = await printed("board", "esp8266-nodemcu", "--firmware", bed);
  expect(text).toMatch(/D0 ?!?\| -- to RST$|to RST -- \|!D0/m);
  expect(text).toMatch(/RST.*\| -- from D0$|from D0 -- \|.RST/m);
  expect(text).toMatch(/^Wire pin "D0" to RST: without it the device sleeps for ever/m);
  expect(await printed("board", "esp32-nodemcu", "--firmware", bed)).not.toContain("to RST");
});

test("rows of different length are drawn to the longer's end", () => {
  const lines = boardDrawing(sonoff as Board, new Map([["RELAY", "lamp"]]));
  expect(lines).toHaveLength(7);
  expect(lines[1]).toMatch(/RELAY \| -- lamp$/);
  expect(lines[5]).toMatch(/^\| IO14 +\|$/);
});

test("board prints each pin's abilities and traps, with their sources", async () => {
  const text = await printed("board", "d1-mini-nodemcu");
  expect(text).toMatch(/^pin +GPIO +called +can +has$/m);
  expect(text).toMatch(/^D1 +5 +1 +in out pullup pwm interrupt one-wire$/m);
  expect(text).toMatch(/^A0 +0 +adc +a divider: it takes 3\.2 V$/m);
  expect(text).toMatch(/^! D3 +Low at reset, the chip waits for a new firmware/m);
  expect(text).toMatch(/^From:\n {2}NodeMCU firmware, /m);
});

test.each([
  ["esp32-espruino", "PWM drives 3 pins at any frequency and 5 pins at 5000 Hz, at 1 to 78125 Hz"],
  ["esp32-c3-espruino", "PWM drives one pin at any frequency and 5 pins at 5000 Hz, at 17 to 78125 Hz"],
  ["d1-mini-nodemcu", "PWM drives 6 pins at one frequency, at 1 to 1000 Hz"],
  ["esp32-espruino", "; two I2C buses, at 100 or 400 kHz; "],
  ["esp32-nodemcu", "; one I2C bus; 2 UARTs for parts; "],
  ["esp32-c3-espruino", "; one UART for parts; "],
  ["esp8266-nodemcu", "; no UART for parts; TLS "],
  ["esp32-nodemcu", "; no times of edges; "],
  ["raspberry-pi-zero-2-w", "; no DHTs; "],
  ["esp32-nodemcu", "; no HX711s; "],
  ["raspberry-pi-zero-2-w", "; no rotary encoders; "],
  ["esp-01-nodemcu", "; no SPI for parts; "],
  ["sonoff-basic-nodemcu", "; no strips of LEDs; "],
])("board %s names its firmware's contents", async (name, words) => {
  expect(await printed("board", name)).toContain(words);
});

test("a board that may hurt its user warns before its pins", async () => {
  const text = await printed("board", "sonoff-basic-nodemcu");
  expect(text.indexOf("connected to the mains")).toBeGreaterThan(0);
  expect(text.indexOf("connected to the mains")).toBeLessThan(text.indexOf("+---"));
});

test("board --firmware shows the roles on their pins", async () => {
  const text = await printed("board", "esp32-nodemcu", "--firmware", "climate");
  expect(text).toMatch(/^IO23 .* heater$/m);
  expect(text).toMatch(/air sda/);
  expect(text).not.toMatch(/climate on it/);
});

test("board --json lists each pin with its abilities, trap and role", async () => {
  const { pins, firmware, warnings } = JSON.parse(
    await printed("board", "d1-mini-nodemcu", "--firmware", "climate", "--json"),
  );
  expect(firmware).toBe("climate");
  expect(warnings).toEqual([]);
  expect(pins).toContainEqual(expect.objectContaining({ name: "D1", gpio: 5, id: 1, role: "heater" }));
  expect(pins).toContainEqual(
    expect.objectContaining({ name: "D3", trap: expect.stringContaining("Low at reset") }),
  );
});

test("boards and list print JSON", async () => {
  const boards = JSON.parse(await printed("boards", "--json"));
  expect(boards.length).toBeGreaterThanOrEqual(8);
  expect(boards[0]).toHaveProperty("pins");
  const list = JSON.parse(await printed("list", "--json"));
  expect(list).toContainEqual(
    expect.objectContaining({
      name: "climate",
      sensors: expect.arrayContaining(["temperature", "humidity"]),
      actuators: ["heater"],
      boards: expect.arrayContaining(["d1-mini-espruino", "esp32-nodemcu"]),
    }),
  );
});

test("the list of boards names each exact chip", async () => {
  const lines = (await printed("boards")).split("\n");
  expect(lines.filter((line) => / esp32(?:c6|s2) /.test(line)).map((line) => line.split(" ")[0])).toEqual([
    "esp32-c6-nodemcu",
    "esp32-s2-nodemcu",
    "lolin-s2-mini-nodemcu",
  ]);
});
