// Where the package as it is installed has what it is made of: tools, modules and page, ready to run. No checkout has it.
// @ts-check

/** A folder of the package. */
export const PACKED = "lib";
