// Facts that a machine under Linux knows of itself.
import { freemem, networkInterfaces } from "node:os";
import type { Sysfs } from "./sysfs.ts";

/** A program that starts so soon after the machine did was started with it. */
const BOOT_SECONDS = 120;
const DIGITS = 12;

/**
 * The machine's own number as 12 hexadecimal digits: its serial number, or what Linux gave it when it was
 * installed.
 */
export function machineNumber(sysfs: Sysfs): string {
  const serial = sysfs.read("sys/firmware/devicetree/base/serial-number") ?? sysfs.read("etc/machine-id");
  const digits = (serial ?? "").toLowerCase().replace(/[^0-9a-f]/g, "");
  return digits.slice(-DIGITS).padStart(DIGITS, "0");
}

/** Why the program started: with the machine, or anew. */
export function startReason(sysfs: Sysfs): string {
  const [up] = (sysfs.read("proc/uptime") ?? "").split(" ");
  if (up === undefined || up === "") return "unknown";
  return Number(up) < BOOT_SECONDS ? "power" : "software";
}

/**
 * Of the first Wi-Fi interface, in dBm; 0 where there is none (Documentation/networking of
 * /proc/net/wireless).
 */
export function wifiSignal(sysfs: Sysfs): number {
  const lines = (sysfs.read("proc/net/wireless") ?? "").split("\n").slice(2);
  const level = Number(/:\s+\S+\s+\S+\s+(-?\d+)/.exec(lines[0] ?? "")?.[1] ?? 0);
  return level < 0 ? level : 0;
}

/** Bytes that Linux would give a program. */
export function availableMemory(sysfs: Sysfs): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(sysfs.read("proc/meminfo") ?? "")?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}

/** Has the machine an address that others reach it at? */
export function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some((address) => !address.internal),
  );
}
