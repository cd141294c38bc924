import { createHmac } from "node:crypto";

type Json = Readonly<Record<string, unknown>>;

/** A visitor's proof of identity, as a shop's server would sign it. */
export function jwt(secret: string, claims: Json, header: Json = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const head = encode({ alg: "HS256", typ: "JWT", kid: "w1", ...header });
  const body = encode({ iat: now, exp: now + 300, ...claims });
  return `${head}.${body}.${createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url")}`;
}

/** Says "none" where the algorithm stands, and carries no signature. */
export function unsignedJwt(claims: Json): string {
  const [, body] = jwt("unused", claims).split(".");
  return `${encode({ alg: "none", typ: "JWT", kid: "w1" })}.${body}.`;
}

function encode(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
