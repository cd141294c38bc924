import type { Field, Form, FormValues } from "../link/protocol";

const MAX_LENGTH = 2_000;

/** The reasons by field, in the server's words; empty if all is well. The server checks again. */
export function checkForm(form: Form, values: FormValues): Readonly<Record<string, string>> {
  const found = form.fields.map((field) => [field.k, problemOf(field, values[field.k])] as const);
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

function problemOf(field: Field, value: string | boolean | undefined): string | null {
  if (typeof value !== "string") return field.req && value !== true ? "required" : null;
  const text = value.trim();
  if (text === "") return field.req ? "required" : null;
  if (text.length > MAX_LENGTH) return "too-long";
  if (field.type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return "email";
  if (field.type === "tel" && !/^\+?[\d\s().-]{5,25}$/.test(text)) return "tel";
  if (field.type === "select" && !field.options?.includes(text)) return "option";
  return null;
}

/** What was typed before, as far as it fits the form that is asked now. */
export function readValues(saved: string, form: Form): FormValues {
  const before = parsed(saved);
  return Object.fromEntries(form.fields.map(({ k, type }) => {
    const value = before[k];
    return [k, type === "checkbox" ? value === true : typeof value === "string" ? value : ""];
  }));
}

function parsed(saved: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(saved);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
