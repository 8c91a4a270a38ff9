// The names and states of a declaration, as TypeScript sees them: one that a rule or a policy names and the
// device does not have is refused where it stands. Here are types alone, so that no board knows of it; the
// checks of a declaration say the same when it is built (src/checks).

/**
 * A name, or a name and its state: "heater", "heater on". Nothing for a text that is put together while the
 * program runs: TypeScript does not know it.
 */
export type Named<Name extends number | string, State extends number | string = never> = Name extends string
  ? string extends Name
    ? never
    : [State] extends [never]
      ? Name
      : string extends State
        ? Name
        : `${Name} ${State}`
  : never;

/** All names of a sensor or an actuator with these states that a rule may use. */
export type Names<Name extends string, State extends number | string> =
  | Name
  | (State extends number | string ? `${Name} ${State}` : never);
