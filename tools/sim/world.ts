// What surrounds a simulated device: the Node platform's own interface, which the hosts of images implement as well.
export * from "../../src/platform/node/world.ts";
