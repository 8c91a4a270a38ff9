// `require("dgram")` and the name lookups of `require("Wifi")`, on the world's datagrams, as on the ESP8266:
// an unbound socket sends nothing, and a host name as address means broadcast
// (libs/network/esp8266/network_esp8266.c:919 and :1013).
import type { DatagramSocket } from "../../../../src/platform/node/world.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

const ADDRESS = /^\d+(\.\d+){3}$/;

export class DatagramSockets {
  private readonly bound = new Set<DatagramSocket>();
  private readonly interpreter: Interpreter;
  private readonly isOnline: () => boolean;

  constructor(interpreter: Interpreter, isOnline: () => boolean) {
    this.interpreter = interpreter;
    this.isOnline = isOnline;
  }

  module(): Bag {
    const { realm } = this.interpreter;
    const library = realm.object();
    realm.method(library, "createSocket", () => this.create());
    return library;
  }

  /** `Wifi.getHostByName`. */
  resolve(name: unknown, value: unknown): void {
    const { interpreter } = this;
    const answered = (address: string | undefined) => {
      if (!interpreter.isDead) interpreter.enqueue(value, undefined, [address ?? null]);
    };
    if (this.isOnline())
      interpreter.world.datagrams?.resolve(interpreter.bytes(name, "getHostByName"), answered);
  }

  /** Power is gone, or the program. */
  closeAll(): void {
    for (const socket of this.bound) socket.close();
    this.bound.clear();
  }

  private create(): Bag {
    const { interpreter, bound } = this;
    const { realm, world } = interpreter;
    const socket = realm.object();
    let own: DatagramSocket | undefined;
    realm.method(socket, "bind", (port) => {
      if (!this.isOnline()) throw new realm.intrinsics.InternalError("Unable to create socket");
      own = world.datagrams?.bind(Number(port), (bytes, address, from) => {
        if (interpreter.isDead) return;
        const sender = realm.object({ address, port: from, size: bytes.length });
        interpreter.emit(socket, "message", [bytes, sender]);
      });
      if (own !== undefined) bound.add(own);
      return socket;
    });
    realm.method(socket, "send", (bytes, port, address) => {
      const to = interpreter.bytes(address, "send");
      if (this.isOnline() && ADDRESS.test(to)) own?.send(interpreter.bytes(bytes, "send"), to, Number(port));
    });
    realm.method(socket, "close", () => {
      if (own === undefined) return;
      own.close();
      bound.delete(own);
      own = undefined;
    });
    return socket;
  }
}
