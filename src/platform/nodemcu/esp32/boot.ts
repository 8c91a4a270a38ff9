// NodeMCU on the ESP32: what this chip does its own way.
import type { DeviceDeclaration } from "../../../device/device.ts";
import type { ClientLimits } from "../../../mqtt/client.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Wires } from "../../../reading/part.ts";
import { run } from "../program.ts";

function microseconds(): number {
  return node.uptime();
}

function join(ssid: string, password: string, changed: (up: boolean) => void): void {
  wifi.mode(wifi.STATION);
  wifi.sta.on("got_ip", () => changed(true));
  wifi.sta.on("disconnected", () => changed(false));
  if (ssid !== "") wifi.sta.config({ ssid, pwd: password, auto: true });
  wifi.start();
  wifi.sta.connect();
}

function output(pin: Pin, level: number): void {
  gpio.config({ gpio: [pin], dir: gpio.OUT });
  gpio.write(pin, level);
}

function contents(name: string): string | undefined {
  const handle = io.open(name, "r");
  if (handle === undefined) return undefined;
  const bytes = handle.read("*a");
  handle.close();
  return bytes;
}

/** A file is not replaced in one step: the new one stands beside the old one until that is gone. */
function write(name: string, bytes: string): boolean {
  const fresh = name + ".new";
  const handle = io.open(fresh, "w");
  if (handle === undefined) return false;
  const written = handle.write(bytes);
  handle.close();
  if (written === undefined) return false;
  file.remove(name);
  return file.rename(fresh, name);
}

function read(name: string): string | undefined {
  const bytes = contents(name);
  return bytes === undefined ? contents(name + ".new") : bytes;
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  run(
    { microseconds, join, output, storage: { read, write }, i2cBus: i2c.SW, id: node.chipid() as string },
    declaration,
    wires,
    limits,
  );
}
