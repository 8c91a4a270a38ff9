// Kinds of USB serial ports, as far as their vendor and product numbers tell.

export interface UsbIds {
  vendorId?: number | undefined;
  productId?: number | undefined;
}

interface UsbChip {
  name: string;
  /** The boards that usually have it. */
  boards: string;
}

/**
 * Sources: the chips' vendors' drivers (silabs.com, wch-ic.com, ftdichip.com) and Espressif's list of USB
 * products.
 */
const PRODUCTS: Readonly<Record<string, UsbChip>> = {
  "10c4:ea60": { name: "CP210x", boards: "ESP32 DevKitC, NodeMCU DevKit" },
  "1a86:7523": { name: "CH340", boards: "D1 mini, NodeMCU clones" },
  "1a86:55d3": { name: "CH343", boards: "newer ESP32 boards" },
  "1a86:55d4": { name: "CH9102", boards: "newer ESP32 boards" },
  "0403:6001": { name: "FT232R", boards: "adapter for ESP-01, Sonoff" },
  "0403:6015": { name: "FT231X", boards: "adapter" },
  "067b:2303": { name: "PL2303", boards: "adapter" },
  "303a:0002": { name: "ESP32-S2's own USB", boards: "ESP32-S2" },
  "303a:0009": { name: "ESP32-S3's own USB", boards: "ESP32-S3" },
  "303a:1001": { name: "ESP32's own USB", boards: "ESP32-C3, ESP32-S3, ESP32-C6" },
  "0483:5740": { name: "STM32", boards: "Espruino's own boards" },
  "2e8a:000a": { name: "RP2040", boards: "Raspberry Pi Pico" },
};

/** The vendors of the USB chips on ESP boards. */
const VENDORS: Readonly<Record<number, string>> = {
  4292: "Silicon Labs",
  6790: "WCH",
  1027: "FTDI",
  1659: "Prolific",
  12346: "Espressif",
};

/** The first entries of a browser's dialog. */
export const PORT_FILTERS: readonly { usbVendorId: number }[] = Object.keys(VENDORS).map((vendor) => ({
  usbVendorId: Number(vendor),
}));

/** The chip's name alone, its vendor's or its numbers; "" for a port that is not USB. */
export function usbName(ids: UsbIds): string {
  if (ids.vendorId === undefined) return "";
  return productOf(ids)?.name ?? VENDORS[ids.vendorId] ?? `USB ${numbers(ids)}`;
}

/**
 * The chip and the boards that usually have it, for a person who looks for a board among ports; "" for a port
 * that is not USB.
 */
export function usbKind(ids: UsbIds): string {
  const product = productOf(ids);
  return product === undefined ? usbName(ids) : `${product.name} (${product.boards})`;
}

function productOf(ids: UsbIds): UsbChip | undefined {
  return PRODUCTS[numbers(ids)];
}

function numbers({ vendorId = 0, productId = 0 }: UsbIds): string {
  return [vendorId, productId].map((id) => id.toString(16).padStart(4, "0")).join(":");
}
