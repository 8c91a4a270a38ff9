// The error of a scenario that is wrong itself. A user's own system may bring a copy of these modules, so its
// errors are recognised by their names and not by their classes.

/** One clear sentence. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/** An expectation is about a group that does not take part in this run. */
export class NotTried extends Error {
  override readonly name = "NotTried";

  constructor(group: string) {
    super(`${group} does not take part: the broker has no message queue for it.`);
  }
}

export function isScenarioError(error: unknown): error is ScenarioError {
  return error instanceof Error && error.name === "ScenarioError";
}

export function isNotTried(error: unknown): error is NotTried {
  return error instanceof Error && error.name === "NotTried";
}
