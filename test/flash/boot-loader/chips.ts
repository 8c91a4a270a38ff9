// Differences between the boot loaders of ESP chips, and the values of their registers when
// nobody has written to them.
//
// Sources: Espressif's "Serial Protocol", and the register maps in the targets of its esptool.

export type ChipName = VariantName;

import type { VariantName } from "../../../boards/chips/chip.ts";

export interface ChipFacts {
  /** By their addresses; every other one holds 0. */
  registers: Readonly<Record<number, number>>;
  /** Where the commands of the flash chip are given: the controller's registers. */
  spi: { command: number; command2: number; data: number };
  /** Bytes behind each answer of the ROM: the status, and what some add to it. */
  statusBytes: 2 | 4;
  /** Commands that the ROM knows besides those that all know. */
  more: readonly number[];
  /** Espressif's number of the chip, where the ROM tells it. */
  chipId?: number;
  /** The same in the header of its images, where that has one. */
  imageNumber?: number;
  /** Where the ROM looks for the image that it starts. */
  imageAt: number;
}

const MAGIC_REGISTER = 0x40001000;
/** SPI_ATTACH, CHANGE_BAUDRATE, FLASH_DEFL_BEGIN, _DATA and _END, SPI_FLASH_MD5. */
const SINCE_ESP32 = [0x0d, 0x0f, 0x10, 0x11, 0x12, 0x13];
const SECURITY_INFO = 0x14;

export const CHIPS: Readonly<Record<ChipName, ChipFacts>> = {
  esp32: {
    registers: {
      [MAGIC_REGISTER]: 0x00f01d83,
      // The divider for 115,200 baud at 40 MHz, and a MAC address of Espressif.
      1072955412: 347,
      1073061892: 0xa4000001,
      1073061896: 0x000030ae,
    },
    spi: { command: 0x3ff42000, command2: 0x3ff42024, data: 0x3ff42080 },
    statusBytes: 4,
    more: SINCE_ESP32,
    imageNumber: 0,
    imageAt: 0x1000,
  },
  esp32c3: {
    registers: { [MAGIC_REGISTER]: 0x1b31506f },
    spi: { command: 0x60002000, command2: 0x60002020, data: 0x60002058 },
    statusBytes: 4,
    more: [...SINCE_ESP32, SECURITY_INFO],
    chipId: 5,
    imageNumber: 5,
    imageAt: 0,
  },
  esp32s3: {
    registers: { [MAGIC_REGISTER]: 9 },
    spi: { command: 0x60002000, command2: 0x60002020, data: 0x60002058 },
    statusBytes: 4,
    more: [...SINCE_ESP32, SECURITY_INFO],
    chipId: 9,
    imageNumber: 9,
    imageAt: 0,
  },
  esp32c6: {
    registers: { [MAGIC_REGISTER]: 0x2ce0806f },
    spi: { command: 0x60003000, command2: 0x60003020, data: 0x60003058 },
    statusBytes: 4,
    more: [...SINCE_ESP32, SECURITY_INFO],
    chipId: 13,
    imageNumber: 13,
    imageAt: 0,
  },
  // Its security information has no number of the chip.
  esp32s2: {
    registers: { [MAGIC_REGISTER]: 0x000007c6 },
    spi: { command: 0x3f402000, command2: 0x3f402020, data: 0x3f402058 },
    statusBytes: 4,
    more: SINCE_ESP32,
    imageNumber: 2,
    imageAt: 0x1000,
  },
  esp8266: {
    // The divider for 115,200 baud at 26 MHz and half of that clock.
    registers: { [MAGIC_REGISTER]: 0xfff0c101, 1610612756: 451 },
    spi: { command: 0x60000200, command2: 0x60000224, data: 0x60000240 },
    statusBytes: 2,
    more: [],
    imageAt: 0,
  },
};
