// Health: whether something about the device has gone wrong or right since it was last looked at.

export interface Health {
  /** A part's fault, or an actuator's misunderstanding, is not what it was. */
  changed: boolean;
}

/** What actuators tell the device besides. */
export interface ActingHealth extends Health {
  /** Something is to be done sooner than the next wake-up was asked for. */
  stirred: boolean;
  /** Some actuator's state is not in the storage as it is now. */
  unsaved: boolean;
  /** Commands that were not understood, since start. */
  refusedCommands: number;
}
