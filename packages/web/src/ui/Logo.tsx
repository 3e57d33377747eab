/** The star fort: our mark, in the colour of the text around it. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} fill="currentColor" aria-hidden="true">
      <path
        fillRule="evenodd"
        d="M2 2l9.5 3.2h9L30 2l-3.2 9.5v9L30 30l-9.5-3.2h-9L2 30l3.2-9.5v-9zM16 10.6L10.6 16l5.4 5.4L21.4 16z"
      />
    </svg>
  )
}
