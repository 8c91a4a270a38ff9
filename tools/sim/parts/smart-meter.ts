// A smart meter's P1 port (DSMR 5), byte by byte, at the end of a UART and an inverter: it speaks by itself,
// and hears nothing.
// Source: Netbeheer Nederland, "P1 Companion Standard", version 5.0.2, 6.12: the lines of its example.
// Not modelled: pin 2, which is high, gas that flows, and energy that is delivered back.
import { createVoice, type LineFault, type OnUart } from "./voice.ts";

export interface SmartMeterOptions extends OnUart {
  everyMs: number;
  /** What is drawn. */
  kilowatts: () => number;
}

export interface SmartMeter {
  fault: LineFault;
}

const BAUD = 115200;
const NOISE = "\xfe/\x00\xc3\r\n";

export function createSmartMeter(options: SmartMeterOptions): SmartMeter {
  const { after, everyMs, kilowatts } = options;
  const model: SmartMeter = { fault: "none" };
  const say = createVoice(options, BAUD, 0, () => model.fault);
  let kilowattHours = 0;
  const speak = () => {
    kilowattHours += (kilowatts() * everyMs) / 3_600_000;
    say(through(telegramOf(kilowatts(), kilowattHours), model.fault));
    after(everyMs, speak);
  };
  after(everyMs, speak);
  return model;
}

function telegramOf(kilowatts: number, kilowattHours: number): string {
  const drawn = kilowattHours.toFixed(3).padStart(10, "0");
  const checked = [
    "/ISk5\\2MT382-1000",
    "",
    "1-3:0.2.8(50)",
    "0-0:1.0.0(101209113020W)",
    `1-0:1.8.1(${drawn}*kWh)`,
    "1-0:1.8.2(000000.000*kWh)",
    "1-0:2.8.1(000000.000*kWh)",
    "1-0:2.8.2(000000.000*kWh)",
    `1-0:1.7.0(${kilowatts.toFixed(3).padStart(6, "0")}*kW)`,
    "1-0:2.7.0(00.000*kW)",
    "0-1:24.1.0(003)",
    "0-1:24.2.1(101209112500W)(12785.123*m3)",
    "!",
  ].join("\r\n");
  return `${checked}${telegramCrc(checked).toString(16).toUpperCase().padStart(4, "0")}\r\n`;
}

/**
 * CRC16 with the polynomial x16+x15+x2+1 from 0, the least bit first, bit by bit as the standard describes
 * it.
 */
export function telegramCrc(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text, "latin1")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

function through(telegram: string, fault: LineFault): string {
  if (fault === "noise") return "\xfe\x42\x00\n".repeat(8);
  if (fault === "noisy") return NOISE + telegram + NOISE;
  if (fault === "cut") return telegram.substring(0, telegram.length >> 1);
  if (fault === "bad-checksum") return telegram.replace("(50)", "(51)");
  return telegram;
}
