/** What of a tree of highlighted code matters here. */
export type Piece = {
  type: string
  value?: string
  properties?: { className?: unknown }
  children?: readonly Piece[]
}
