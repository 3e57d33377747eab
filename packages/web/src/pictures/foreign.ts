import { create } from 'zustand'
import { useEntities } from '#web/entities/store.ts'
import { basePath } from '#web/router/base.ts'

const KEY = 'redoubt.foreign-pictures'

const useAllowed = create<{ isAllowed: boolean }>()(() => ({
  isAllowed: localStorage.getItem(KEY) === 'shown',
}))

/**
 * Where pictures come from. Those of other servers would tell these who reads what, and when: without
 * a proxy of ours they wait for a press, or for the reader's word that it doesn't matter.
 */
export function usePictureSource(address: string): { src: string; host: string; isFree: boolean } {
  const isAllowed = useAllowed((now) => now.isAllowed)
  const site = useEntities((now) => now.config.SiteURL ?? '')
  const url = URL.parse(address, window.location.origin)
  if (!url || !/^https?:$/.test(url.protocol)) return { src: '', host: '', isFree: false }
  // However the server is reached, its own pictures come from there.
  if (site !== '' && url.href.startsWith(`${site}/`)) {
    return { src: basePath + url.href.slice(site.length), host: url.host, isFree: true }
  }
  if (url.origin === window.location.origin) return { src: url.href, host: url.host, isFree: true }
  const isSecure = url.protocol === 'https:'
  return { src: isSecure ? url.href : '', host: url.host, isFree: isAllowed }
}

/** Lets pictures from elsewhere come by themselves, on this device from now on. */
export function allowForeignPictures(): void {
  localStorage.setItem(KEY, 'shown')
  useAllowed.setState({ isAllowed: true })
}
