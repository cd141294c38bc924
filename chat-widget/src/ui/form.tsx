import { useEffect, useRef, useState } from "preact/hooks";
import type { Field, Form } from "../link/protocol";
import { makeCid } from "../conversation/pending";
import type { Words } from "../settings/language";
import { FieldView } from "./formField";
import { checkForm, readValues } from "./formRules";
import { useModel } from "./model";

/** The questions before the chat. What was typed is kept until the server has taken it. */
export function PreChat({ form }: { readonly form: Form }) {
  const { words, client, formDraft } = useModel();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [cid, setCid] = useState<string | null>(null);
  const root = useRef<HTMLFormElement>(null);
  const values = readValues(formDraft.text.value, form);
  const open = client.link.value.k === "open";

  const change = (field: Field, value: string | boolean) => {
    formDraft.write(JSON.stringify({ ...values, [field.k]: value }));
    setErrors((all) => (field.k in all ? Object.fromEntries(Object.entries(all).filter(([k]) => k !== field.k)) : all));
  };
  const submit = () => {
    const found = checkForm(form, values);
    setErrors(found);
    if (Object.keys(found).length === 0) setCid(makeCid());
  };

  useEffect(() => { root.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(); }, [errors]);

  // Sent when a line is there; after a lost answer again with the same cid.
  useEffect(() => {
    if (cid === null || !open) return;
    void client.submitForm(cid, form.fid, values).then((reply) => {
      if (reply.k === "lost") return;
      setCid(null);
      if (reply.k === "ok") formDraft.clear();
      else setErrors(reply.problem.fields ?? { "": reply.problem.code });
    });
  }, [cid, open]);

  return (
    <form class="prechat" ref={root} noValidate onSubmit={(event) => { event.preventDefault(); if (cid === null) submit(); }}>
      <p>{words.formIntro}</p>
      {form.fields.map((field) => (
        <FieldView key={field.k} field={field} value={values[field.k]} error={errorText(errors[field.k], words)} change={(v) => change(field, v)} />
      ))}
      {errors[""] !== undefined && <p class="notice" role="alert">{words.problem(errors[""])}</p>}
      <button type="submit" class="primary" disabled={cid !== null}>{cid === null ? words.formSend : words.formSending}</button>
    </form>
  );
}

function errorText(reason: string | undefined, words: Words): string | null {
  switch (reason) {
    case undefined: return null;
    case "required": return words.required;
    case "email": return words.invalidEmail;
    case "tel": return words.invalidTel;
    case "too-long": return words.invalidLong;
    case "option": return words.invalidOption;
    default: return words.invalid;
  }
}

