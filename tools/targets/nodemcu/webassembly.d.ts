// As much of WebAssembly as the Lua host uses; Node has it, the type libraries of this project do not name
// it.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...args: number[]) => number>>);
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    private constructor();
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    private constructor();
    get(index: number): (...args: number[]) => number;
  }
}
