// SHT30, SHT31, SHT35: temperature and relative humidity over I2C.
// Datasheet: Sensirion, "SHT3x-DIS", version 7 (December 2022), sensirion.com. Section and table numbers are its own.
// Not implemented: periodic mode, clock stretching, alert limits, the heater, the status register.
import { readUint16 } from "../bytes/integers.ts";
import type { I2c, I2cPins } from "../ports/i2c.ts";
import type { Ports } from "../ports/ports.ts";
import { NO_ANSWER, newPart, type Part, type Quantity, type Wires } from "../reading/part.ts";

/** ADDR pin low; 0x45 when high (table 8). */
const ADDRESS = 0x44;
/** Single shot, high repeatability, no clock stretching (table 9). */
const MEASURE = "\x24\x00";
/** Longest duration of such a measurement is 15.5 ms (table 4, at low supply voltage); the rest is for slow chips. */
const MEASURE_MS = 20;
/** Two times: two bytes of the value, one of checksum (4.4). */
const ANSWER_BYTES = 6;

export interface Sht3x extends Part {
  busAddress: number;
  ports: I2c | undefined;
  /** °C in hundredths, -4500 to 13000. Typical error ±0.2 °C (SHT31), repeatability 0.04 °C (table 2). */
  temperature: Quantity;
  /** % relative humidity in hundredths, 0 to 10000. Typical error ±2 % (table 1). */
  humidity: Quantity;
}

/** The part on the I2C bus that the wiring calls `role`. `address` is 0x44, or 0x45 with the ADDR pin high. */
export function sht3x(role: string, address?: number): Sht3x {
  const part = newPart(
    role,
    "i2c",
    begin as Part["begin"],
    request as Part["request"],
    collect as Part["collect"],
  ) as Sht3x;
  part.busAddress = address === undefined ? ADDRESS : address;
  part.given = [{ what: "address", value: part.busAddress, least: 0x44, most: 0x45 }];
  part.temperature = { part, decimals: 2, value: undefined };
  part.humidity = { part, decimals: 2, value: undefined };
  return part;
}

function begin(part: Sht3x, ports: Ports, wires: Wires): void {
  ports.setUpBus(wires[part.role] as I2cPins);
  part.ports = ports;
}

function request(part: Sht3x): number {
  return (part.ports as I2c).writeBus(part.busAddress, MEASURE) ? MEASURE_MS : NO_ANSWER;
}

function collect(part: Sht3x): string {
  part.temperature.value = undefined;
  part.humidity.value = undefined;
  const bytes = (part.ports as I2c).readBus(part.busAddress, ANSWER_BYTES);
  if (bytes === undefined) return "no answer";
  if (!sound(bytes, 0) || !sound(bytes, 3)) return "bad checksum";
  // T = -45 + 175 * raw / 65535, RH = 100 * raw / 65535 (4.13), rounded to hundredths.
  part.temperature.value = Math.floor((readUint16(bytes, 0) * 17500 + 32767) / 65535) - 4500;
  part.humidity.value = Math.floor((readUint16(bytes, 3) * 10000 + 32767) / 65535);
  return "";
}

/** CRC-8 of two bytes against the third: polynomial 0x31, begins with 0xff (4.12; 0xbeef gives 0x92). */
function sound(bytes: string, at: number): boolean {
  let crc = 255;
  for (let i = at; i < at + 2; i++) {
    crc = crc ^ bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc * 2;
      if (crc > 255) crc = crc ^ 0x131;
    }
  }
  return crc === bytes.charCodeAt(at + 2);
}
