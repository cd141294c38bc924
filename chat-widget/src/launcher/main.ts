import { install, type Tributary } from "./commands";
import type { Config } from "./config";

/** The server puts the inbox's configuration here; see vite.launcher.config.ts. */
const config = JSON.parse("__TRIBUTARY_CONFIG__") as Config;
const script = document.currentScript as HTMLScriptElement | null;
const base = config.base || new URL(script?.src ?? location.href).origin;

install(window as { tributary?: Tributary }, { ...config, base });
