/** Closes a union: the compiler refuses the call while a variant is unhandled. */
export function unreachable(never: never): never {
  throw new Error(`unhandled variant: ${JSON.stringify(never)}`);
}
