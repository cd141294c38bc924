/** Baked into the script by the server, changed by `boot`. */
export interface Config {
  readonly inbox: string;
  /** Origin of the gateway; "" means where the script came from. */
  readonly base: string;
  readonly locale?: string;
  readonly color?: string;
  readonly title?: string;
}

export type Options = Partial<Pick<Config, "locale" | "color" | "title">>;
