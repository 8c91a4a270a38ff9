// The serial ports of this computer, and which of them a command means.
import { readdirSync, realpathSync } from "node:fs";
import { SerialPort } from "serialport";
import { FlashError } from "./flash-error.ts";
import { usbKind } from "./usb-kinds.ts";

export interface FoundPort {
  /** "/dev/ttyUSB0", "COM3". */
  path: string;
  /** Its kind by its USB numbers, "" when they say nothing. */
  kind: string;
  /** Four hexadecimal digits each, where it is a USB port. */
  vendorId?: string;
  productId?: string;
  serialNumber?: string;
}

/** Linux's names for ports of boards, where udev does not tell. */
const LIKELY = /^(ttyUSB|ttyACM|rfcomm)\d+$/;

/**
 * Ports by their names; `all`: with those that are not USB, as a computer's own, which boards are seldom on.
 */
export async function listPorts(all = false): Promise<FoundPort[]> {
  const ports = await portsOfSystem();
  return ports
    .filter(({ path, vendorId }) => all || vendorId !== undefined || LIKELY.test(path.replace("/dev/", "")))
    .sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
}

async function portsOfSystem(): Promise<FoundPort[]> {
  try {
    return (await SerialPort.list()).map(({ path, vendorId, productId, serialNumber }) => ({
      path,
      kind: usbKind({ vendorId: hexadecimal(vendorId), productId: hexadecimal(productId) }),
      ...(vendorId !== undefined && { vendorId }),
      ...(productId !== undefined && { productId }),
      ...(serialNumber !== undefined && { serialNumber }),
    }));
  } catch {
    // Without udev, as in a container, the names are all that there is.
    return likelyDevices().map((name) => ({ path: `/dev/${name}`, kind: "" }));
  }
}

/**
 * The USB description of a port, as Web Serial has it; {} for one that is not USB, or where the system does
 * not tell.
 */
export async function usbOf(
  path: string,
  list: () => Promise<readonly FoundPort[]> = () => listPorts(true),
): Promise<SerialPortInfo> {
  const device = deviceOf(path);
  const port = (await list()).find((listed) => listed.path === device);
  const [usbVendorId, usbProductId] = [hexadecimal(port?.vendorId), hexadecimal(port?.productId)];
  if (usbVendorId === undefined || usbProductId === undefined) return {};
  return { usbVendorId, usbProductId };
}

/** Behind a name of udev's, as /dev/serial/by-id has them. */
function deviceOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function hexadecimal(id: string | undefined): number | undefined {
  return id === undefined ? undefined : Number.parseInt(id, 16);
}

function likelyDevices(): string[] {
  try {
    return readdirSync("/dev").filter((name) => LIKELY.test(name));
  } catch {
    return [];
  }
}

/**
 * The intended port: the named one, or the only one there is. Throws a FlashError of kind "no port" when
 * there is none, or when there are several and none was named: ringmote never writes to a board that nobody
 * chose.
 */
export async function portMeant(
  named: string | undefined,
  list: () => Promise<readonly FoundPort[]> = listPorts,
): Promise<string> {
  if (named === "")
    throw new FlashError(
      "no port",
      '--port names no port; leave it out, or name one ("ringmote ports" tells them).',
    );
  if (named !== undefined) return named;
  const ports = await list();
  const [only] = ports;
  if (only === undefined)
    throw new FlashError(
      "no port",
      "No board is on a USB port of this computer; plug it in with a cable that carries data, or name another port with --port.",
    );
  if (ports.length > 1)
    throw new FlashError(
      "no port",
      `Several ports may be meant; name one with --port: ${ports.map(portName).join(", ")}.`,
    );
  return only.path;
}

/** A port in a sentence: "/dev/ttyUSB0 (CP210x...)". */
export function portName({ path, kind }: FoundPort): string {
  return kind === "" ? path : `${path}: ${kind}`;
}
