// Ports of this computer: which one is meant, what goes through, and why one cannot be had.
import { expect, onTestFinished, test } from "vitest";
import { openSerialPort } from "../../tools/flash/serial-port.ts";
import { portMeant, usbOf } from "../../tools/flash/terminal-ports.ts";
import { openWebSerial } from "../../tools/flash/terminal-web-serial.ts";
import { PORT_FILTERS, usbKind, usbName } from "../../tools/flash/usb-kinds.ts";
import type { ConsoleModel } from "../../tools/laboratory/hosts/consoles/model-port.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { needs, SOCAT } from "../needs.ts";

const EVERY_BYTE = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("");

/** Says what it hears. */
function echo(): ConsoleModel {
  let output: (bytes: string) => void = () => {};
  return {
    type: (bytes) => output(bytes),
    onOutput: (take) => {
      output = take;
    },
  };
}

async function terminal() {
  const made = await openPseudoTerminal(echo());
  onTestFinished(made.close);
  return made;
}

const port = (path: string) => ({ path, kind: "" });

test("the numbers of a port's USB are those that the system tells, and none for another port", async () => {
  const own = { ...port("/dev/ttyACM0"), vendorId: "303a", productId: "1001" };
  const list = async () => [port("/dev/ttyS0"), own];
  expect(await usbOf("/dev/ttyACM0", list)).toEqual({ usbVendorId: 0x303a, usbProductId: 0x1001 });
  expect(await usbOf("/dev/ttyS0", list)).toEqual({});
  expect(await usbOf("/dev/ttyUSB7", list)).toEqual({});
});

test("the named port is meant, or the only one, and never another", async () => {
  expect(await portMeant("/dev/other", async () => [port("/dev/a")])).toBe("/dev/other");
  expect(await portMeant(undefined, async () => [port("/dev/a")])).toBe("/dev/a");
  await expect(portMeant(undefined, async () => [port("/dev/a"), port("/dev/b")])).rejects.toThrow(
    /--port: \/dev\/a, \/dev\/b/,
  );
  await expect(portMeant(undefined, async () => [])).rejects.toMatchObject({ kind: "no port" });
});

test("USB numbers tell the chip and its boards, its vendor, or themselves", () => {
  expect(usbKind({ vendorId: 0x10c4, productId: 0xea60 })).toBe("CP210x (ESP32 DevKitC, NodeMCU DevKit)");
  expect(usbName({ vendorId: 0x10c4, productId: 0xea60 })).toBe("CP210x");
  expect(usbKind({ vendorId: 0x0403, productId: 0x6001 })).toMatch(/^FT232R /);
  expect(usbKind({ vendorId: 0x1a86, productId: 1 })).toBe("WCH");
  expect(usbKind({ vendorId: 0xffff, productId: 0x1a })).toBe("USB ffff:001a");
  expect(usbKind({})).toBe("");
});

test("a browser's dialog shows ports of every vendor of ESP boards", () => {
  expect(PORT_FILTERS).toContainEqual({ usbVendorId: 0x10c4 });
  expect(PORT_FILTERS).toContainEqual({ usbVendorId: 0x0403 });
});

test("every byte passes a port both ways, and unplugging is reported", needs(SOCAT), async () => {
  const { path, close } = await terminal();
  const opened = await openSerialPort(path);
  onTestFinished(() => opened.close());
  let heard = "";
  const all = new Promise<void>((resolve) => {
    opened.listen((bytes) => {
      heard += bytes;
      if (heard.length === EVERY_BYTE.length) resolve();
    });
  });
  await opened.write(EVERY_BYTE);
  await all;
  expect(heard).toBe(EVERY_BYTE);
  const lost = new Promise((resolve) => opened.whenLost(resolve));
  close();
  await lost;
  await expect(opened.write("x")).rejects.toMatchObject({ kind: "lost" });
});

test("a port that is open already is busy", needs(SOCAT), async () => {
  const { path } = await terminal();
  const first = await openSerialPort(path);
  onTestFinished(() => first.close());
  await expect(openSerialPort(path)).rejects.toMatchObject({ kind: "busy" });
});

test("a port that is not there is refused with those that are", async () => {
  await expect(openSerialPort("/dev/ttyNowhere7")).rejects.toMatchObject({
    kind: "no port",
    message: expect.stringMatching(
      /^There is no port \/dev\/ttyNowhere7; (no board .* plug it in|name one of these with --port: )/,
    ),
  });
});

test("a port has the shape of Web Serial for the loader's tool", needs(SOCAT), async () => {
  const { path } = await terminal();
  const web = openWebSerial(path, {});
  expect(web.readable).toBeNull();
  await web.open({ baudRate: 115200 });
  await web.setSignals({ dataTerminalReady: true });
  const writer = web.writable?.getWriter();
  await writer?.write(Uint8Array.of(0xc0, 0, 8, 0xc0));
  writer?.releaseLock();
  const reader = web.readable?.getReader();
  const heard: number[] = [];
  while (heard.length < 4) heard.push(...((await reader?.read())?.value ?? []));
  expect(heard).toEqual([0xc0, 0, 8, 0xc0]);
  await reader?.cancel();
  reader?.releaseLock();
  await web.close();
  expect(web.readable).toBeNull();
  await web.open({ baudRate: 115200 });
  await web.close();
});
