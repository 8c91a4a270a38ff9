// Global functions between the program that opens sealed commands and the bench, on every engine.

/** The interpreter's SHA-256 of a byte string: 32 bytes. The bench offers it. */
declare let sha256: (this: void, bytes: string) => string;
/** Opens one sealed command. */
declare let openSealed: (this: void, message: string) => void;
