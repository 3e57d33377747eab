/** The page says where its files lie, if not at the root of the host. */
const publicPath: unknown = Reflect.get(globalThis, 'publicPath')

/** The path that the app lives below, such as `/chat`; empty at the root of its host. */
export const basePath = typeof publicPath === 'string' ? publicPath.replace(/\/static\/$/, '') : ''

/** A path of the app as the browser has it. One that the browser has already stays as it is. */
export function withBase(path: string): string {
  return isWithinBase(path) ? path : basePath + path
}

/** A path of the browser as the app's routes have it. */
export function withoutBase(path: string): string {
  return isWithinBase(path) ? path.slice(basePath.length) || '/' : path
}

/** Whether a path of the browser is one of the app. */
export function isWithinBase(path: string): boolean {
  return path === basePath || path.startsWith(`${basePath}/`)
}
