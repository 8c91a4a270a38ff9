// The I2C buses of a device in Node.
import type { I2c } from "../../../ports/i2c.ts";
import type { I2cBus } from "../world.ts";

export class NodeI2c implements I2c {
  private isSetUp = false;

  constructor(private readonly bus: I2cBus) {}

  setUp(): void {
    this.isSetUp = true;
  }

  write(address: number, bytes: string): boolean {
    this.need();
    return this.bus.write(address, bytes);
  }

  read(address: number, count: number): string | undefined {
    this.need();
    return this.bus.read(address, count);
  }

  private need(): void {
    if (!this.isSetUp) throw new Error("The I2C bus was not set up: a driver calls i2c.setUp as it begins.");
  }
}
