/** Readers for values from outside: each returns the value in its type or throws `Malformed`. */

export class Malformed extends Error {}

export type Shape = Readonly<Record<string, unknown>>;

function wrong(where: string, expected: string, found: unknown): never {
  throw new Malformed(`${where}: expected ${expected}, found ${found === null ? "null" : typeof found}`);
}

export function object(value: unknown, where: string): Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Shape) : wrong(where, "an object", value);
}

export function string(o: Shape, key: string): string {
  const value = o[key];
  return typeof value === "string" ? value : wrong(key, "a string", value);
}

export function count(o: Shape, key: string): number {
  const value = o[key];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : wrong(key, "a whole number", value);
}

export function flag(o: Shape, key: string): boolean {
  const value = o[key];
  return typeof value === "boolean" ? value : wrong(key, "true or false", value);
}

export function list<T>(o: Shape, key: string, each: (item: unknown, where: string) => T): readonly T[] {
  const value = o[key];
  return Array.isArray(value) ? value.map((item: unknown, i) => each(item, `${key}[${i}]`)) : wrong(key, "an array", value);
}

export function text(value: unknown, where: string): string {
  return typeof value === "string" ? value : wrong(where, "a string", value);
}

/** Absent and `null` mean the same: not there. */
export function has(o: Shape, key: string): boolean {
  return o[key] !== undefined && o[key] !== null;
}

/** `{[key]: read(o, key)}` if the member is there, else `{}`: keeps optional members absent. */
export function optional<K extends string, T>(o: Shape, key: K, read: (o: Shape, key: string) => T): { readonly [P in K]?: T } {
  return has(o, key) ? ({ [key]: read(o, key) } as { readonly [P in K]?: T }) : {};
}

export function oneOf<T extends string>(o: Shape, key: string, values: readonly T[]): T {
  const value = string(o, key);
  return values.find((v) => v === value) ?? wrong(key, values.join(" | "), value);
}
