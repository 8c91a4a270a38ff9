// As much of pako as an image needs; the package brings no types.
declare module "pako" {
  export function gzip(bytes: Uint8Array, options: { level: number; windowBits: number }): Uint8Array;
}
