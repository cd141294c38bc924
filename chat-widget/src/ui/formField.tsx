import { useId } from "preact/hooks";
import type { Field } from "../link/protocol";
import { unreachable } from "../link/protocol";
import { useModel } from "./model";

interface Props {
  readonly field: Field;
  readonly value: string | boolean | undefined;
  readonly error: string | null;
  readonly change: (value: string | boolean) => void;
}

export function FieldView(props: Props) {
  const { words } = useModel();
  const id = useId();
  const { field, error } = props;
  const label = (
    <label for={id}>{field.label}{!field.req && <span class="optional"> · {words.optional}</span>}</label>
  );
  return (
    <div class={error === null ? "form-field" : "form-field wrong"}>
      {field.type === "checkbox" ? <div class="check"><Control id={id} {...props} />{label}</div> : <>{label}<Control id={id} {...props} /></>}
      {error !== null && <p class="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  );
}

/** Lets the browser offer what it knows of the visitor. */
function autofill({ type, k }: Field): { readonly autocomplete?: string } {
  if (type === "email" || type === "tel") return { autocomplete: type };
  return k === "name" ? { autocomplete: "name" } : {};
}

function Control({ id, field, value, error, change }: Props & { readonly id: string }) {
  const { words } = useModel();
  const text = typeof value === "string" ? value : "";
  const common = {
    id,
    name: field.k,
    required: field.req,
    "aria-invalid": error !== null,
    ...(error === null ? {} : { "aria-describedby": `${id}-error` }),
  };
  switch (field.type) {
    case "textarea": return <textarea {...common} rows={3} value={text} onInput={(e) => change(e.currentTarget.value)} />;
    case "checkbox": return <input {...common} type="checkbox" checked={value === true} onChange={(e) => change(e.currentTarget.checked)} />;
    case "select":
      return (
        <select {...common} value={text} onChange={(e) => change(e.currentTarget.value)}>
          <option value="">{words.choose}</option>
          {field.options?.map((o) => <option key={o} value={o}>{o}</option>)}
        </select>
      );
    case "email": return <input {...common} {...autofill(field)} type="email" value={text} onInput={(e) => change(e.currentTarget.value)} />;
    case "tel": return <input {...common} {...autofill(field)} type="tel" value={text} onInput={(e) => change(e.currentTarget.value)} />;
    case "text": return <input {...common} {...autofill(field)} type="text" value={text} onInput={(e) => change(e.currentTarget.value)} />;
    default: return unreachable(field.type);
  }
}
