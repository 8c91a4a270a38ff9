// BME280: the compensation formulas of its datasheet in double precision, and what the converters give for
// some air. Datasheet: Bosch BST-BME280-DS001, 8.1 (formulas), 4.2.2 (the calibration's layout).

/** The numbers by which a part differs from the others, under the datasheet's names (table 16). */
export interface Bme280Calibration {
  t: readonly [number, number, number];
  p: readonly [number, number, number, number, number, number, number, number, number];
  h: readonly [number, number, number, number, number, number];
}

/**
 * Temperature and pressure from the worked example of the BMP280's datasheet (BST-BMP280-DS001, 3.12);
 * humidity of a usual part.
 */
export const USUAL_CALIBRATION: Bme280Calibration = {
  t: [27504, 26435, -1000],
  p: [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000],
  h: [75, 370, 0, 313, 50, 30],
};

/** Temperature in 1/5120 °C. */
export function tFine({ t }: Bme280Calibration, counts: number): number {
  const [t1, t2, t3] = t;
  const near = (counts / 16384 - t1 / 1024) * t2;
  const far = (counts / 131072 - t1 / 8192) ** 2 * t3;
  return near + far;
}

export function celsius(calibration: Bme280Calibration, counts: number): number {
  return tFine(calibration, counts) / 5120;
}

export function pascals({ p }: Bme280Calibration, counts: number, fine: number): number {
  const [p1, p2, p3, p4, p5, p6, p7, p8, p9] = p;
  let var1 = fine / 2 - 64000;
  let var2 = (var1 * var1 * p6) / 32768;
  var2 += var1 * p5 * 2;
  var2 = var2 / 4 + p4 * 65536;
  var1 = ((p3 * var1 * var1) / 524288 + p2 * var1) / 524288;
  var1 = (1 + var1 / 32768) * p1;
  if (var1 === 0) return 0;
  let pressure = 1048576 - counts;
  pressure = ((pressure - var2 / 4096) * 6250) / var1;
  var1 = (p9 * pressure * pressure) / 2147483648;
  var2 = (pressure * p8) / 32768;
  return pressure + (var1 + var2 + p7) / 16;
}

/** Relative humidity in %, 0 to 100. */
export function humidityPercent({ h }: Bme280Calibration, counts: number, fine: number): number {
  const [h1, h2, h3, h4, h5, h6] = h;
  const x = fine - 76800;
  let humidity =
    (counts - (h4 * 64 + (h5 / 16384) * x)) *
    ((h2 / 65536) * (1 + (h6 / 67108864) * x * (1 + (h3 / 67108864) * x)));
  humidity *= 1 - (h1 * humidity) / 524288;
  return Math.min(100, Math.max(0, humidity));
}

/**
 * The counts in 0 to `most` at which `value`, which rises or falls all the way, comes nearest to `wanted`.
 */
export function countsFor(value: (counts: number) => number, wanted: number, most: number): number {
  const rises = value(most) > value(0);
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rises ? value(middle) < wanted : value(middle) > wanted) low = middle + 1;
    else high = middle;
  }
  const distance = (counts: number) => Math.abs(value(counts) - wanted);
  return low > 0 && distance(low - 1) < distance(low) ? low - 1 : low;
}

/** Registers 0x88 to 0xa1, and 0xe1 to 0xe7. */
export function calibrationRegisters({ t, p, h }: Bme280Calibration): { low: Buffer; high: Buffer } {
  const low = Buffer.alloc(26);
  const [t1, ...laterT] = t;
  const [p1, ...laterP] = p;
  const [h1, h2, h3, h4, h5, h6] = h;
  low.writeUInt16LE(t1, 0);
  laterT.forEach((value, i) => void low.writeInt16LE(value, 2 + 2 * i));
  low.writeUInt16LE(p1, 6);
  laterP.forEach((value, i) => void low.writeInt16LE(value, 8 + 2 * i));
  low.writeUInt8(h1, 25);
  const high = Buffer.alloc(7);
  high.writeInt16LE(h2, 0);
  high.writeUInt8(h3, 2);
  high.writeInt8(h4 >> 4, 3);
  high.writeUInt8((h4 & 15) + ((h5 & 15) << 4), 4);
  high.writeInt8(h5 >> 4, 5);
  high.writeInt8(h6, 6);
  return { low, high };
}
