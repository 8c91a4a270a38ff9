// Writes of a device in Node to its connections, seen before they leave.
import type { Stream } from "../../../src/client/transport/stream.ts";
import type { World } from "../../../src/platform/node/world.ts";

type Wrote = (bytes: string) => void;

/**
 * From now on `opened` is asked at each connection of the world for what is called with the bytes that are
 * written to it.
 */
export function watchWrites(world: World, opened: () => Wrote): void {
  const { connect } = world;
  world.connect = (endpoint, events) => new WatchedStream(connect(endpoint, events), opened());
}

class WatchedStream implements Stream {
  private readonly stream: Stream;
  private readonly wrote: Wrote;

  constructor(stream: Stream, wrote: Wrote) {
    this.stream = stream;
    this.wrote = wrote;
  }

  write(bytes: string): void {
    this.wrote(bytes);
    this.stream.write(bytes);
  }

  close(): void {
    this.stream.close();
  }

  drop(): void {
    this.stream.drop();
  }
}
