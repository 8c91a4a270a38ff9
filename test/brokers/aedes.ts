// Aedes, which is not ours and always here: another opinion on what a broker answers.
import { type AddressInfo, createServer } from "node:net";
import { Aedes } from "aedes";

/** Starts it on loopback. */
export async function startAedes(): Promise<{ port: number; end: () => Promise<void> }> {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    end: () => new Promise((resolve) => aedes.close(() => server.close(() => resolve()))),
  };
}
