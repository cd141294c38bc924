import { describe, expect, it } from "vitest";
import sessionGolden from "../../fixtures/session.json";
import { parse } from "../link/parse";
import type { Form } from "../link/protocol";
import { checkForm, readValues } from "./formRules";

const [welcome] = parse(JSON.stringify(sessionGolden.find((g) => g.name === "welcome with a pre-chat form")?.frame));
const form = (welcome?.t === "welcome" ? welcome.d.form : null) as Form;
const good = { name: "李小明", email: "", phone: "", topic: "Order", details: "", consent: true };

describe("checkForm", () => {
  it("finds nothing wrong with a good form", () => {
    expect(checkForm(form, good)).toEqual({});
  });

  it("wants what is required", () => {
    expect(checkForm(form, {})).toEqual({ name: "required", topic: "required", consent: "required" });
    expect(checkForm(form, { ...good, name: "  ", consent: false })).toEqual({ name: "required", consent: "required" });
  });

  it.each([
    ["email", "nobody", "email"], ["email", "a@b.c", undefined], ["phone", "abc", "tel"], ["phone", "+86 138-0000-0000", undefined],
    ["topic", "Else", "option"], ["details", "x".repeat(2001), "too-long"],
  ])("%s %s: %s", (k, value, reason) => {
    expect(checkForm(form, { ...good, [k]: value })[k]).toBe(reason);
  });
});

describe("readValues", () => {
  it("keeps what was typed and fits", () => {
    expect(readValues(JSON.stringify({ ...good, old: 1, consent: "yes" }), form)).toEqual({ ...good, consent: false });
    expect(readValues("{", form)).toMatchObject({ name: "", consent: false });
  });
});
