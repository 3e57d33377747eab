/** The walls of the star fort seen from above, as on an old plan. Drawn behind the forms. */
export function Ramparts() {
  return (
    <svg viewBox="-16 -16 32 32" fill="none" stroke="currentColor" aria-hidden="true">
      {[1, 0.88, 0.8, 0.52].map((scale) => (
        <path
          key={scale}
          d="M-14-14l9.5 3.2h9L14-14l-3.2 9.5v9L14 14l-9.5-3.2h-9L-14 14l3.2-9.5v-9z"
          transform={`scale(${scale})`}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
