/** Two streams that become one. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="logo">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <path d="M8 7c0 6 8 5 8 11v7M24 7c0 6-8 5-8 11M16 7v6" fill="none" className="logo-stream" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
