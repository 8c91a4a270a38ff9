// The folder of the installed package with its tools, modules and page, ready to run. No checkout has it.
// @ts-check

/** A folder of the package. */
export const PACKED = "lib";
