/** The demo shop's own script: its buttons open the chat, also before the widget has loaded. */
interface Stub {
  (...args: readonly unknown[]): unknown;
  q?: (readonly unknown[])[];
}
const page = window as { tributary?: Stub };

const stub: Stub = (...args) => { (stub.q ??= []).push(args); };
page.tributary ??= stub;

for (const button of document.querySelectorAll("[data-chat]")) {
  button.addEventListener("click", () => page.tributary?.("open"));
}
