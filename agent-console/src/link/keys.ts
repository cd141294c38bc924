/** A random key of 128 bits. Not `randomUUID`: browsers have that on secure origins only, and a test desk may be plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
