import { type Static, Type } from 'typebox'

/** What a page says of itself in its OpenGraph tags. */
export const OpenGraph = Type.Object({
  type: Type.String(),
  url: Type.String(),
  title: Type.String(),
  description: Type.String(),
  determiner: Type.String(),
  site_name: Type.String(),
  locale: Type.String(),
  locales_alternate: Type.Null(),
  images: Type.Union([
    Type.Array(
      Type.Object({
        url: Type.String(),
        secure_url: Type.String(),
        type: Type.String(),
        width: Type.Integer(),
        height: Type.Integer(),
      }),
    ),
    Type.Null(),
  ]),
  audios: Type.Null(),
  videos: Type.Null(),
})
export type OpenGraph = Static<typeof OpenGraph>

/** A picture's size in pixels, as it is shown. */
export const PostImage = Type.Object({
  width: Type.Integer(),
  height: Type.Integer(),
  format: Type.String(),
  /** More than 1 where it moves; 0 where it can't. */
  frame_count: Type.Integer(),
})
export type PostImage = Static<typeof PostImage>

export const AddressQuery = Type.Object({ url: Type.String({ minLength: 1, maxLength: 4096 }) })

export const RedirectLocation = Type.Object({ location: Type.String() })
